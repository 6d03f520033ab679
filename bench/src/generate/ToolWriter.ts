import type { JsonObject } from "@opencode-kit/client/protocol";
import type { MessageRef, RunWriter, TimedEvent } from "./RunWriter.ts";
import { ROOT } from "./Workspace.ts";

/** One call of a tool: what is sent when the model asks for it, and what while it runs. */
export type ToolCall = {
  start(): Generator<TimedEvent>;
  work(): Generator<TimedEvent>;
  /** Absolute paths of files that it changed. */
  readonly files: readonly string[];
};

/** Writes the updates of one tool part; each repeats the whole part, as OpenCode does. */
export class ToolWriter {
  readonly run: RunWriter;
  readonly message: MessageRef;
  readonly partId: string;
  readonly callId: string;
  readonly #tool: string;
  #input: JsonObject = {};
  #startedAt = 0;

  constructor(run: RunWriter, message: MessageRef, tool: string) {
    this.run = run;
    this.message = message;
    this.partId = run.newPart(message).id;
    this.callId = run.ids.call();
    this.#tool = tool;
    run.count("id", this.callId);
    run.truth.callIds.set(this.partId, this.callId);
  }

  pending(): TimedEvent {
    return this.#update({ status: "pending", input: {}, raw: "" });
  }

  /** The call's arguments are known; `more` are fields of the state beside them. */
  running(input: JsonObject, more: JsonObject = {}): TimedEvent {
    if (this.#startedAt === 0) {
      this.#startedAt = this.run.now;
      this.#input = input;
      const relative = withRelativePaths(input) as JsonObject;
      this.run.truth.inputs.set(this.partId, relative);
      countTexts(relative, (text) => this.run.count("tool input", text));
    }
    return this.#update({ ...more, status: "running", input, time: { start: this.#startedAt } });
  }

  completed(output: string, title: string, metadata: JsonObject): TimedEvent {
    const time = { start: this.#startedAt, end: this.run.now };
    return this.#update({ status: "completed", input: this.#input, output, metadata, title, time });
  }

  failed(error: string): TimedEvent {
    this.run.count("error", error);
    this.run.truth.errors.set(this.partId, error);
    const time = { start: this.#startedAt, end: this.run.now };
    return this.#update({ status: "error", input: this.#input, error, time });
  }

  /** Something that the tool printed; `fresh` is what of it is no copy. Default: all. */
  printed(text: string, fresh = text): void {
    this.run.count("tool output", fresh);
    this.run.addText("outputs", this.partId, text);
  }

  #update(state: JsonObject): TimedEvent {
    const { id: messageID, sessionId: sessionID } = this.message;
    const ids = { id: this.partId, sessionID, messageID };
    return this.run.part({ type: "tool", tool: this.#tool, callID: this.callId, state, ...ids });
  }
}

const PATHS = new Set(["filePath", "path", "workdir"]);

function withRelativePaths(input: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) =>
      PATHS.has(key) && typeof value === "string" ? [key, value.replace(`${ROOT}/`, "")] : [key, value],
    ),
  );
}

function countTexts(value: unknown, count: (text: string) => void): void {
  if (typeof value === "string") count(value);
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) countTexts(each, count);
}
