import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SubmitInput } from "@opencode-kit/client";
import { isRunOver } from "@opencode-kit/client/protocol";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";
import { MAY_GO_ON } from "./faultScenarios.ts";
import type { Agent } from "./transcript.ts";
import { hasRecordedEnd, recordedTranscript } from "./transcript.ts";
import { until } from "./until.ts";
import { Viewer } from "./Viewer.ts";

/** A room with an agent of its own and two viewers who stay from the first to the last moment. */
export class TestRoom {
  readonly first: Viewer;
  readonly second: Viewer;
  readonly #host: string;
  readonly #name: string;
  readonly #sandbox: SandboxPort;
  readonly #guests: Viewer[] = [];

  constructor(host: string, name: string, sandbox: SandboxPort) {
    this.#host = host;
    this.#name = name;
    this.#sandbox = sandbox;
    this.first = new Viewer(host, name);
    this.second = new Viewer(host, name);
  }

  get viewers(): readonly [Viewer, Viewer] {
    return [this.first, this.second];
  }

  /** The agent as it is now, by a way that no fault lies on. */
  agent(): Promise<Agent> {
    return this.#sandbox.openAgent();
  }

  /** Starts a run that both viewers follow. */
  async submit(prompt: string, sessionId?: string, more: Partial<SubmitInput> = {}): Promise<string> {
    const session = sessionId === undefined ? {} : { sessionId };
    const { runId } = await this.first.client.submit({ prompt, ...session, ...more });
    for (const viewer of this.viewers) viewer.follow(runId);
    return runId;
  }

  /** Lets the counting command end. */
  async mayGoOn(): Promise<void> {
    const { directory } = await this.agent();
    await writeFile(join(directory, MAY_GO_ON), "");
  }

  /** Waits until OpenCode's own record has the call of a tool. */
  async untilAgentCalls(tool: string, runId: string): Promise<void> {
    const agent = await this.agent();
    await until(`the call of ${tool}`, async () => {
      const { parts } = await recordedTranscript(agent, this.sessionOf(runId));
      return parts.some((part) => part.tool === tool && part.status === "running");
    });
  }

  /** Waits until OpenCode, which nobody need be looking at, is done with the run. */
  async untilAgentIsDone(runId: string): Promise<void> {
    const agent = await this.agent();
    await until("the agent's end", () => hasRecordedEnd(agent, this.sessionOf(runId)));
  }

  /** Ends the agent and starts a new one, which knows nothing of what the old one waited for. */
  async restartAgent(): Promise<void> {
    await this.#sandbox.stop();
    await this.agent();
  }

  /** The container is gone, with its disk and the agent. */
  async loseSandbox(): Promise<void> {
    await this.#sandbox.destroy();
  }

  /** Throws the object out of memory, as a deployment or a crash does. */
  async evict(): Promise<void> {
    await fetch(`http://${this.#host}/parties/open-code-room/${this.#name}/evict`, { method: "POST" });
  }

  /** Breaks something that cuts the viewers' sockets, and waits until they have found back by themselves. */
  async whileViewersAreCutOff(breaks: () => Promise<void>): Promise<void> {
    const before = this.viewers.map(({ connections }) => connections);
    await breaks();
    await Promise.all(this.viewers.map((viewer, i) => viewer.untilConnections((before[i] ?? 0) + 1)));
  }

  sessionOf(runId: string): string {
    const { sessionId } = this.first.run(runId).header;
    if (sessionId === undefined) throw new Error("The run has no session yet");
    return sessionId;
  }

  /** The id of the run's newest message. */
  lastMessageOf(runId: string): string {
    const ids = this.first.run(runId).messages.map(({ id }) => id);
    return ids.toSorted().at(-1) ?? "";
  }

  async readFile(path: string): Promise<string> {
    return readFile(join((await this.agent()).directory, path), "utf8");
  }

  /** Waits until both viewers show the run's end, and know that they are up to date. */
  async untilOver(runId: string): Promise<void> {
    await Promise.all(
      this.viewers.map(async (viewer) => {
        await viewer.until(runId, "the run's end", ({ header }) => isRunOver(header.status));
        await viewer.untilLive(runId);
      }),
    );
  }

  /** Somebody who comes only now. */
  async join(runId: string): Promise<Viewer> {
    const guest = new Viewer(this.#host, this.#name);
    this.#guests.push(guest);
    guest.follow(runId);
    await guest.untilLive(runId);
    return guest;
  }

  async close(): Promise<void> {
    for (const viewer of [...this.viewers, ...this.#guests]) viewer.leave();
    await this.#sandbox.stop();
  }
}
