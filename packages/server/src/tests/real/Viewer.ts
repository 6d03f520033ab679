import type { OpenCodeClient } from "@opencode-kit/client";
import { createOpenCodeClient, createPartySocketTransport } from "@opencode-kit/client";
import type { RunSnapshot, ToolPart } from "@opencode-kit/client/protocol";
import { runChannel } from "@opencode-kit/client/protocol";
import { toRunSnapshot } from "@opencode-kit/client/state";
import { until } from "./until.ts";

type Received = { readonly type: string; readonly channel?: string };

/** A room lets each viewer follow some thirty channels, and one that was left is followed for a moment more. */
const MAX_FOLLOWS = 10;

/** Somebody who looks at a room, with the real client over a real socket, and notes what comes. */
export class Viewer {
  readonly client: OpenCodeClient;
  readonly #received: Received[] = [];
  readonly #follows: (() => void)[] = [];

  constructor(host: string, room: string) {
    const transport = createPartySocketTransport({ host, room });
    this.client = createOpenCodeClient({
      transport: {
        ...transport,
        start: (handlers) =>
          transport.start({
            ...handlers,
            onText: (text) => {
              this.#received.push(JSON.parse(text) as Received);
              handlers.onText(text);
            },
          }),
      },
    });
    this.client.room.subscribe(() => undefined);
  }

  /** Shows the run from now on, until many others were shown. */
  follow(runId: string): void {
    this.#follows.push(this.client.run(runId).subscribe(() => undefined));
    if (this.#follows.length > MAX_FOLLOWS) this.#follows.shift()?.();
  }

  /** What the first answer showed at any moment from now on that is not the start of `whole`. */
  watchFirstAnswer(runId: string, whole: string): readonly string[] {
    const wrong: string[] = [];
    const store = this.client.run(runId);
    store.subscribe(() => {
      const { parts, messages } = toRunSnapshot(store.get());
      const answer = messages.find(({ role }) => role === "assistant");
      const text = parts.find((part) => part.type === "text" && part.messageId === answer?.id);
      if (text?.type === "text" && !whole.startsWith(text.text)) wrong.push(text.text);
    });
    return wrong;
  }

  run(runId: string): RunSnapshot {
    return toRunSnapshot(this.client.run(runId).get());
  }

  /** The tool call of the run that is newest, of this name. */
  tool(runId: string, name: string): ToolPart | undefined {
    return this.run(runId).parts.findLast((part): part is ToolPart => part.type === "tool" && part.tool === name);
  }

  /** How many lines the counting command has printed here. */
  lines(runId: string): number {
    const { output } = this.tool(runId, "bash") ?? {};
    return output === undefined ? 0 : (output.head + output.tail).split("\n").filter((line) => line !== "").length;
  }

  /** Waits until the run looks so. */
  async until(runId: string, what: string, isIt: (run: RunSnapshot) => boolean): Promise<void> {
    await until(what, () => isIt(this.run(runId)));
  }

  async untilLines(runId: string, count: number): Promise<void> {
    await until(`line ${count}`, () => this.lines(runId) >= count);
  }

  /** Waits until the run is shown as it is now at the room. */
  async untilLive(runId: string): Promise<void> {
    await until("the live run", () => this.client.run(runId).status.get().phase === "live");
  }

  /** How often the room let it in. */
  get connections(): number {
    return this.#received.filter(({ type }) => type === "hello").length;
  }

  async untilConnections(count: number): Promise<void> {
    await until(`connection ${count}`, () => this.connections >= count);
  }

  /** How often the room sent the whole run instead of what was missing. */
  snapshots(runId: string): number {
    const channel = runChannel(runId);
    return this.#received.filter((message) => message.type === "snapshot" && message.channel === channel).length;
  }

  /** Everything that a viewer must never get. */
  troubles(): readonly unknown[] {
    const refused = this.#received.filter(({ type }) => type === "channel.error" || type === "refused");
    const { unknownMessages } = this.client.stats();
    return unknownMessages === 0 ? refused : [...refused, { unknownMessages }];
  }

  leave(): void {
    this.client.dispose();
  }
}
