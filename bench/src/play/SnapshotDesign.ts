import type { OpenCodeEvent } from "@opencode-kit/client/opencode";
import type { JsonObject, JsonValue } from "@opencode-kit/client/protocol";
import { jsonBytes } from "../lib/jsonBytes.ts";
import { timed } from "../lib/stopwatch.ts";
import { AgentRecord, wholeMessage } from "./AgentRecord.ts";

/** A snapshot is sent this long after the last one, if anything has changed, in ms. */
const EVERY_MS = 200;

export type SnapshotCost = {
  readonly snapshots: number;
  /** UTF-8 bytes of all snapshots together: counted, not sent, and the same as sent where they were made. */
  readonly bytes: number;
  /** Snapshots that were really cloned, encoded and decoded; the time is theirs times the bytes of all over theirs. */
  readonly made: number;
  readonly serverMs: number;
  readonly viewerMs: number;
};

/**
 * The design that this kit is measured against: the state is what OpenCode last said of each entity; every 200 ms the
 * whole of it is cloned (`structuredClone`) and sent as JSON. What it costs to keep the state is not counted, so the
 * comparison favours it.
 */
export class SnapshotDesign {
  readonly record: AgentRecord;
  readonly #every: number;
  readonly #sizes = new Map<string, number>();
  readonly #dirty = new Map<string, () => JsonValue | undefined>();
  #parts = 0;
  #entityBytes = 0;
  #next = EVERY_MS;
  #hasChanged = false;
  #snapshots = 0;
  #bytes = 0;
  readonly #made = { count: 0, bytes: 0, serverMs: 0, viewerMs: 0 };

  /** Of every so many snapshots one is really made. */
  constructor(every: number) {
    this.#every = every;
    this.record = new AgentRecord((messageId, partId) => this.#touch(messageId, partId));
  }

  takes(event: OpenCodeEvent, at: number): void {
    for (; at >= this.#next; this.#next += EVERY_MS) if (this.#hasChanged) this.#send();
    this.record.does(event);
    this.#hasChanged = true;
  }

  /** Sends the last state, and sums up. */
  end(): SnapshotCost {
    if (this.#hasChanged) this.#send();
    const { count, bytes, serverMs, viewerMs } = this.#made;
    const factor = bytes === 0 ? 0 : this.#bytes / bytes;
    return {
      snapshots: this.#snapshots,
      bytes: this.#bytes,
      made: count,
      serverMs: serverMs * factor,
      viewerMs: viewerMs * factor,
    };
  }

  #send(): void {
    this.#hasChanged = false;
    const size = this.#size();
    this.#bytes += size;
    if (this.#snapshots++ % this.#every !== this.#every - 1) return;
    const state = this.#state();
    const server = timed(() => JSON.stringify(structuredClone(state)));
    if (Buffer.byteLength(server.value) !== size) throw new Error("The size of a snapshot was counted wrongly.");
    const text = Buffer.from(server.value).toString();
    const viewer = timed(() => JSON.parse(text) as unknown);
    const made = this.#made;
    made.count++;
    made.bytes += size;
    made.serverMs += server.ms;
    made.viewerMs += viewer.ms;
  }

  #touch(messageId: string, partId: string | undefined): void {
    const message = [...this.record.messages.values()].find((messages) => messages.has(messageId))?.get(messageId);
    const key = partId ?? messageId;
    this.#dirty.set(key, () => (partId === undefined ? message?.info : message?.parts.get(partId)));
    if (partId !== undefined && !this.#sizes.has(partId)) {
      this.#sizes.set(partId, 0);
      this.#parts++;
    }
  }

  /** Bytes of the state as JSON, of which only what has changed is encoded. */
  #size(): number {
    for (const [key, entity] of this.#dirty) {
      const bytes = jsonBytes(entity());
      this.#entityBytes += bytes - (this.#sizes.get(key) ?? 0);
      this.#sizes.set(key, bytes);
    }
    this.#dirty.clear();
    const messages = this.#sizes.size - this.#parts;
    let withParts = 0;
    for (const all of this.record.messages.values())
      for (const { parts } of all.values()) if (parts.size > 0) withParts++;
    const commas = Math.max(0, messages - 1) + this.#parts - withParts;
    return (
      jsonBytes({ ...this.#facts(), messages: [] }) +
      this.#entityBytes +
      messages * `{"info":,"parts":[]}`.length +
      commas
    );
  }

  #state(): JsonObject {
    const messages = [...this.record.messages.values()].flatMap((all) => [...all.values()].map(wholeMessage));
    return { ...this.#facts(), messages };
  }

  #facts(): JsonObject {
    const { sessions, todos, statuses, permissions } = this.record;
    return {
      sessions: [...sessions.values()],
      todos: Object.fromEntries(todos),
      statuses: Object.fromEntries(statuses),
      pending: [...permissions.values()],
    };
  }
}
