import type {
  FileEntry,
  JsonObject,
  Message,
  Part,
  Role,
  RoomEvent,
  RunEvent,
  RunHeader,
  RunSummary,
  ServerMessage,
  TextPart,
  ToolPart,
  User,
} from "@opencode-kit/client/protocol";
import {
  EMPTY_TEXT,
  INITIAL_ROOM_STATE,
  initialRunState,
  reduceRun,
  toRoomSnapshot,
  toRunSnapshot,
} from "@opencode-kit/client/state";
import type { RecordedMessage, Recording } from "@opencode-kit/client/recording";

export const RUN_ID = "run_story";
export const ROOT = "ses_root";

/** Who looks at a story. */
export const ADA: User = { id: "ada", name: "Ada Lovelace" };

export type Viewer = { readonly role?: Role; readonly user?: User };

const MODEL = { providerID: "demo", modelID: "scripted-1" };

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/**
 * Writes a recording by hand, as a room would have sent it. Times are relative to `startedAt`; ids ascend, as
 * OpenCode's do.
 */
export class Script {
  readonly #entries: RecordedMessage[] = [];
  readonly #startedAt: number;
  #at = 0;
  #seq = 0;
  #ids = 0;
  #filesSeq = 0;
  #roomSeq = 0;

  constructor(header: Partial<RunHeader> = {}, startedAt = Date.now(), { role = "owner", user = ADA }: Viewer = {}) {
    this.#startedAt = startedAt;
    const run: RunHeader = {
      id: RUN_ID,
      prompt: "Build a slugify library with a test",
      status: "working",
      sessionId: ROOT,
      createdAt: startedAt,
      startedAt,
      ...MODEL,
      ...header,
    };
    this.#push({ type: "hello", protocol: 1, room: "story", role, user });
    const empty = initialRunState(run);
    const state =
      run.sessionId === undefined ? empty : reduceRun(empty, { type: "session.set", session: { id: ROOT } });
    this.#push({ type: "snapshot", channel: `run:${RUN_ID}`, epoch: "e", seq: 0, state: toRunSnapshot(state) });
    this.#push({ type: "subscribed", channel: `run:${RUN_ID}`, epoch: "e", seq: 0 });
    this.#push({ type: "snapshot", channel: "files", epoch: "e", seq: 0, state: { entries: [], truncated: false } });
    this.#push({ type: "subscribed", channel: "files", epoch: "e", seq: 0 });
    const room = { ...toRoomSnapshot(INITIAL_ROOM_STATE), sandbox: { status: "ready" as const } };
    this.#push({ type: "snapshot", channel: "room", epoch: "e", seq: 0, state: room });
    this.#push({ type: "subscribed", channel: "room", epoch: "e", seq: 0 });
  }

  get now(): number {
    return this.#startedAt + this.#at;
  }

  recording(): Recording {
    return this.#entries;
  }

  /** Lets time pass, in ms. */
  wait(ms: number): this {
    this.#at += ms;
    return this;
  }

  events(...events: readonly RunEvent[]): this {
    this.#push({ type: "frame", channel: `run:${RUN_ID}`, seq: this.#seq + 1, events });
    this.#seq += events.length;
    return this;
  }

  files(...entries: readonly Omit<FileEntry, "kind">[]): this {
    const events = entries.map((entry) => ({
      type: "file.set" as const,
      entry: { kind: "file" as const, modifiedAt: this.now, ...entry },
    }));
    this.#push({ type: "frame", channel: "files", seq: this.#filesSeq + 1, events });
    this.#filesSeq += events.length;
    return this;
  }

  room(...events: readonly RoomEvent[]): this {
    this.#push({ type: "frame", channel: "room", seq: this.#roomSeq + 1, events });
    this.#roomSeq += events.length;
    return this;
  }

  /** A run as the room lists it. */
  listed(id: string, extra: Partial<RunSummary> = {}): this {
    const run = { id, prompt: "Build a slugify library with a test", status: "working" as const, sessionId: ROOT };
    return this.room({ type: "room.run.set", run: { ...run, createdAt: this.now, ...extra } });
  }

  message(role: Message["role"], extra: Partial<Message> = {}): string {
    const id = this.#id("msg");
    const message: Message = { id, sessionId: ROOT, role, createdAt: this.now, ...MODEL, ...extra };
    this.events({ type: "message.set", message });
    return id;
  }

  user(text: string, sessionId = ROOT): this {
    const messageId = this.message("user", { sessionId });
    return this.part({ messageId, sessionId, type: "text", text });
  }

  /** A part as it is, whole or cut. */
  part(part: DistributiveOmit<Part, "id">): this {
    return this.events({ type: "part.set", part: { ...part, id: this.#id("prt") } });
  }

  /** Streams a text in pieces of a few words. */
  text(messageId: string, text: string, type: TextPart["type"] = "text", sessionId = ROOT): this {
    const id = this.#id("prt");
    this.events({ type: "part.set", part: { id, messageId, sessionId, type, text: "", startedAt: this.now } });
    for (const piece of text.match(/\S+\s*(?:\S+\s*)?/g) ?? []) {
      this.wait(40).events({ type: "part.append", id, text: piece });
    }
    return this.events({ type: "part.patch", id, patch: { endedAt: this.now } });
  }

  /** A tool that runs until {@link Script.end}. */
  tool(messageId: string, tool: string, input: JsonObject, extra: Partial<ToolPart> = {}): string {
    const id = this.#id("prt");
    const part: ToolPart = {
      id,
      messageId,
      sessionId: ROOT,
      type: "tool",
      callId: `call_${id}`,
      tool,
      status: "running",
      input,
      output: EMPTY_TEXT,
      metadata: {},
      startedAt: this.now,
      ...extra,
    };
    this.events({ type: "part.set", part });
    return id;
  }

  output(id: string, text: string): this {
    return this.events({ type: "part.append", id, text });
  }

  end(id: string, patch: Partial<Omit<ToolPart, "id" | "output" | "type">> = {}): this {
    return this.events({ type: "part.patch", id, patch: { status: "completed", endedAt: this.now, ...patch } });
  }

  patch(patch: Partial<Omit<RunHeader, "id">>): this {
    return this.events({ type: "run.patch", patch });
  }

  #id(prefix: string): string {
    return `${prefix}_${String(++this.#ids).padStart(6, "0")}`;
  }

  #push(message: ServerMessage): void {
    this.#entries.push({ t: this.#at, message });
  }
}
