import type { JsonObject } from "@opencode-kit/client/protocol";
import type { MessageRef, RunWriter, TimedEvent } from "./RunWriter.ts";
import { ROOT } from "./Workspace.ts";

const NO_TOKENS = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } };
const MODEL = { providerID: "demo", modelID: "scripted" };
const CHILD_PERMISSION = [{ permission: "task", pattern: "*", action: "deny" }];

type Tokens = { input: number; output: number; reasoning: number; read: number };

/** A session of OpenCode's: the root one, or that of a subagent. It writes what the server says of it. */
export class SessionWriter {
  readonly run: RunWriter;
  readonly id: string;
  readonly agent: string;
  readonly #parentId: string | undefined;
  readonly #slug: string;
  readonly #created: number;
  #title: string;
  #isUsed = false;
  #tokens: Tokens = { input: 0, output: 0, reasoning: 0, read: 0 };

  constructor(run: RunWriter, title: string, parentId?: string) {
    this.run = run;
    this.id = run.ids.descending("ses", run.now);
    this.agent = parentId === undefined ? "build" : "general";
    this.#parentId = parentId;
    this.#slug = "lucky-eagle";
    this.#created = run.now;
    this.#title = title;
    run.truth.sessionIds.add(this.id);
    run.count("id", this.id);
  }

  get isRoot(): boolean {
    return this.#parentId === undefined;
  }

  created(): TimedEvent {
    return this.run.event("session.created", { sessionID: this.id, info: this.#info(false) });
  }

  updated(hasSummary = this.#isUsed): TimedEvent {
    return this.run.event("session.updated", { sessionID: this.id, info: this.#info(hasSummary) });
  }

  retitled(title: string): TimedEvent {
    this.#title = title;
    this.run.truth.title = title;
    this.run.count("title", title);
    return this.updated();
  }

  status(type: "busy" | "idle"): TimedEvent {
    return this.run.event("session.status", { sessionID: this.id, status: { type } });
  }

  retry(message: string): TimedEvent {
    const status = { type: "retry", attempt: 1, message, next: this.run.now + 400 };
    this.run.count("error", message);
    return this.run.event("session.status", { sessionID: this.id, status });
  }

  diff(): TimedEvent {
    return this.run.event("session.diff", { sessionID: this.id, diff: [] });
  }

  /** A prompt; that of a subagent is a copy of its tool's input. */
  *prompt(text: string): Generator<TimedEvent, JsonObject> {
    const { run } = this;
    const message = run.newMessage(this.id);
    const info = {
      id: message.id,
      role: "user",
      sessionID: this.id,
      time: { created: run.now },
      agent: this.agent,
      model: MODEL,
    };
    yield run.event("message.updated", { sessionID: this.id, info });
    const part = run.newPart(message);
    if (this.isRoot) run.count("prompt", text);
    run.addText("texts", part.id, text);
    yield run.part({ type: "text", text, messageID: message.id, sessionID: this.id, id: part.id });
    yield this.updated();
    return info;
  }

  /** The prompt again, with what has changed since. */
  promptUpdated(info: JsonObject): TimedEvent {
    const diffs = this.isRoot ? this.#summary() : [];
    return this.run.event("message.updated", { sessionID: this.id, info: { ...info, summary: { diffs } } });
  }

  #summary(): readonly JsonObject[] {
    const { workspace, truth, unseen } = this.run;
    for (const [path, lines] of unseen) {
      this.run.count("patch", path);
      for (const line of lines) this.run.count("patch", `${line}\n`);
    }
    unseen.clear();
    for (const path of workspace.takeTouched()) truth.files.set(path, workspace.count(path));
    return workspace.summary();
  }

  /** An answer's step, as it is at this moment. */
  answer({ id }: MessageRef, promptId: string, created: number, end: JsonObject, tokens?: Tokens): TimedEvent {
    const counted = tokens === undefined ? NO_TOKENS : toTokens(tokens);
    const { completed, ...facts } = end;
    const info: JsonObject = {
      id,
      parentID: promptId,
      role: "assistant",
      mode: this.agent,
      agent: this.agent,
      path: { cwd: ROOT, root: ROOT },
      cost: tokens === undefined ? 0 : costOf(tokens),
      tokens: counted,
      ...MODEL,
      time: { created, ...(completed === undefined ? {} : { completed }) },
      sessionID: this.id,
      ...facts,
    };
    return this.run.event("message.updated", { sessionID: this.id, info });
  }

  /** What a step has used; the session's sum counts it from now on. */
  newTokens(): Tokens {
    const { random } = this.run;
    const tokens = {
      input: random.int(400, 9_000),
      output: random.int(20, 900),
      reasoning: random.int(0, 400),
      read: random.int(0, 60_000),
    };
    const sum = this.#tokens;
    this.#tokens = {
      input: sum.input + tokens.input,
      output: sum.output + tokens.output,
      reasoning: sum.reasoning + tokens.reasoning,
      read: sum.read + tokens.read,
    };
    return tokens;
  }

  stepStart(message: MessageRef, snapshot: string): TimedEvent {
    return this.run.part({ ...this.run.newPart(message), snapshot, type: "step-start" });
  }

  stepFinish(message: MessageRef, snapshot: string, reason: string, tokens: Tokens): TimedEvent {
    const part = { ...this.run.newPart(message), reason, snapshot, type: "step-finish" };
    return this.run.part({ ...part, tokens: toTokens(tokens), cost: costOf(tokens) });
  }

  patch(message: MessageRef, hash: string, files: readonly string[]): TimedEvent {
    return this.run.part({ ...this.run.newPart(message), type: "patch", hash, files });
  }

  #info(hasSummary: boolean): JsonObject {
    this.#isUsed = true;
    const sum = this.#tokens;
    return {
      id: this.id,
      slug: this.#slug,
      projectID: "840641a0f9b2092e861c5f344d8cdfa214cc06dc",
      directory: ROOT,
      path: "",
      ...(this.#parentId === undefined ? {} : { parentID: this.#parentId }),
      title: this.#title,
      agent: this.agent,
      model: { id: "scripted", providerID: "demo", variant: "default" },
      version: "1.18.33",
      ...(hasSummary ? { summary: { additions: 0, deletions: 0, files: 0 } } : {}),
      cost: costOf(sum),
      tokens: { input: sum.input, output: sum.output, reasoning: sum.reasoning, cache: { read: sum.read, write: 0 } },
      ...(this.#parentId === undefined ? {} : { permission: CHILD_PERMISSION }),
      time: { created: this.#created, updated: this.run.now },
    };
  }
}

function toTokens({ input, output, reasoning, read }: Tokens): JsonObject {
  return { total: input + output + reasoning + read, input, output, reasoning, cache: { write: 0, read } };
}

function costOf({ input, output, read }: Tokens): number {
  return Math.round(input * 3 + output * 15 + read * 0.3) / 1_000_000;
}
