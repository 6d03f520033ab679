import type { OpenCodeEvent } from "../opencode/index.ts";
import type { ProcessInfo, RoomEvent } from "../protocol/index.ts";
import type { Agent, AgentPort } from "../source/index.ts";
import type { RunState } from "../state/index.ts";
import { processEvents, ptyEndEvents } from "./processEvents.ts";

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
