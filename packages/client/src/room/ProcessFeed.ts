import type { OpenCodeEvent } from "../opencode/index.ts";
import type { LeftProcess, ProcessInfo, RoomEvent } from "../protocol/index.ts";
import { OpenCodeKitError } from "../protocol/index.ts";
import type { Agent, AgentPort } from "../source/index.ts";
import type { RunState } from "../state/index.ts";
import { leftProcesses, processEvents, ptyEndEvents } from "./processEvents.ts";

/** The number in `pid:<pid>`. */
export function pidOf(processId: string): number {
  return Number(processId.slice("pid:".length));
}

/** While runs are active the sandbox is asked for its processes this often, in ms. */
const POLL_MS = 5_000;

export type ProcessFeedHost = {
  known(): readonly ProcessInfo[];
  /** The active runs: what their tools run is in their own lists. */
  runs(): readonly RunState[];
  append(events: readonly RoomEvent[]): void;
};

/** Follows the terminals of OpenCode's and whatever else runs in the sandbox, while runs are active. */
export class ProcessFeed {
  readonly #port: AgentPort;
  readonly #host: ProcessFeedHost;
  #agent: Agent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;

  constructor(port: AgentPort, host: ProcessFeedHost) {
    this.#port = port;
    this.#host = host;
  }

  start(agent: Agent): void {
    this.#agent = agent;
    this.#soon(0);
  }

  stop(): void {
    this.#agent = undefined;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** A terminal came or changed: the list tells more. One that ended is listed no more: the event tells how. */
  onEvent(event: OpenCodeEvent): void {
    if (!event.type.startsWith("pty.")) return;
    this.#host.append(ptyEndEvents(this.#host.known(), event, Date.now()));
    this.#soon(100);
  }

  /** Ends a process of the sandbox's, with all below it. Throws `not_found`, or `bad_request` where that cannot be. */
  async kill(pid: number): Promise<void> {
    const { listProcesses, killProcess } = this.#port;
    if (killProcess === undefined) {
      throw new OpenCodeKitError("bad_request", "This sandbox does not let its processes be ended one by one.");
    }
    const listed = (await listProcesses?.call(this.#port)) ?? [];
    if (!listed.some((process) => process.pid === pid)) {
      throw new OpenCodeKitError("not_found", "There is no such process any more.");
    }
    await killProcess.call(this.#port, pid);
    await this.#read();
  }

  /** What a run has started in the background; ended first, if that is wanted. Undefined where nobody can tell. */
  async leftRunning(
    run: RunState,
    { api }: Agent,
    endsProcesses: boolean,
  ): Promise<readonly LeftProcess[] | undefined> {
    const { listProcesses, killProcess } = this.#port;
    if (listProcesses === undefined) return undefined;
    const others = this.#host.runs().filter(({ id }) => id !== run.id);
    const list = async (): Promise<readonly LeftProcess[]> => {
      const [ptys, processes] = await Promise.all([api.listPtys(), listProcesses.call(this.#port)]);
      return leftProcesses(run, { ptys, processes, runs: others });
    };
    const left = await list();
    if (!endsProcesses || killProcess === undefined || left.length === 0) return left;
    // One that cannot be ended is still in the list afterwards.
    await Promise.allSettled(left.map(({ id }) => killProcess.call(this.#port, pidOf(id))));
    return list();
  }

  #soon(ms: number): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), ms);
  }

  async #read(): Promise<void> {
    const agent = this.#agent;
    if (agent === undefined || this.#isReading) return;
    this.#isReading = true;
    try {
      const [ptys, processes] = await Promise.all([agent.api.listPtys(), this.#port.listProcesses?.() ?? []]);
      if (this.#agent !== agent) return;
      const events = processEvents(this.#host.known(), { ptys, processes, runs: this.#host.runs(), now: Date.now() });
      this.#host.append(events);
    } catch {
      // A lost agent or sandbox is reported by the agent's link; the list is read again once it is back.
    } finally {
      this.#isReading = false;
      if (this.#agent !== undefined) this.#soon(POLL_MS);
    }
  }
}
