import { readdirSync, readFileSync } from "node:fs";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { describe, expect, it } from "vitest";
import type { OpenCodeStreamEvent } from "../OpenCodeStreamAccumulator.ts";
import { OpenCodeStreamAccumulator } from "../OpenCodeStreamAccumulator.ts";

const FOLDER = new URL("../../../../client/recordings/", import.meta.url);
const NAMES = readdirSync(FOLDER).flatMap((file) => (file.endsWith(".jsonl") ? [file.slice(0, -6)] : []));

type Json = { readonly [key: string]: unknown };
type Recorded = {
  readonly sessionId: string;
  readonly events: readonly OpenCodeStreamEvent[];
  /** OpenCode's own record of the root session after the last event, where the recording has it. */
  readonly record: readonly { readonly info: Json; readonly parts: readonly Json[] }[] | undefined;
};

/** The lines as OpenCode sent them: nothing of the kit has read them before. */
function readLines(name: string): Recorded {
  const lines = readFileSync(new URL(`${name}.jsonl`, FOLDER), "utf8")
    .trim()
    .split("\n");
  const all = lines.map((line) => JSON.parse(line) as Json);
  const http = all.flatMap(({ __http }) => (__http === undefined ? [] : [__http as Json]));
  const made = http.find(({ path, method }) => method === "POST" && String(path).endsWith("/session"));
  const created = all.find(({ type }) => type === "session.created")?.["properties"] as Json | undefined;
  const response = made?.["response"] as Json | undefined;
  const inData = response?.["data"] as Json | undefined;
  const sessionId = String(response?.["id"] ?? inData?.["id"] ?? (created?.["info"] as Json | undefined)?.["id"] ?? "");
  const last = all.at(-1)?.["__http"] as Json | undefined;
  const isRecord = last?.["path"] === `/session/${sessionId}/message` && Array.isArray(last["response"]);
  return {
    sessionId,
    events: all.flatMap((line) => ("__http" in line ? [] : [(line["payload"] ?? line) as OpenCodeStreamEvent])),
    record: isRecord ? (last["response"] as Recorded["record"]) : undefined,
  };
}

function follow({ sessionId, events }: Recorded): {
  readonly output: OpenCodeRunOutput;
  readonly seen: readonly string[];
} {
  const accumulator = new OpenCodeStreamAccumulator(sessionId);
  const seen: string[] = [accumulator.status];
  for (const event of events) {
    accumulator.processEvent(event);
    if (accumulator.status !== seen.at(-1)) seen.push(accumulator.status);
  }
  return { output: accumulator.getSnapshot(), seen };
}

function tools({ messages }: OpenCodeRunOutput): readonly string[] {
  return messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.type === "dynamic-tool" ? [`${part.toolName} ${part.toolCallId} ${part.state}`] : []));
}

/** How each recording goes and what it leaves: status by status, diffs, commands with exit codes, todos. */
const EXPECTED: Readonly<Record<string, readonly [seen: string, diffs?: string, processes?: string, todos?: string]>> =
  {
    abort_bash: ["working aborted", "", "for i in $(s killed undefined"],
    abort_text: ["working aborted"],
    apply_patch: [
      "working complete",
      "base.txt modified +1 -1, gone.txt deleted +0 -1, moved.txt renamed +1 -1, p1.txt added +2 -0",
    ],
    attach_prompt: ["working complete"],
    bad_model: ["working error"],
    bad_session: ["working"],
    bash_big_output: ["working complete", "", "seq 1 40000 exited 0"],
    bash_long_nonzero: ["working complete", "", "for i in $(s exited 7"],
    compaction: ["working complete working complete working"],
    diff_kinds: [
      "working complete",
      'bye.bin deleted +0 -0, crlf.txt modified +1 -1, deleted.txt deleted +0 -2, deleted_empty.txt deleted +0 -0, emptied.txt modified +0 -1, empty.txt added +0 -0, gitmv_new.txt renamed +0 -0, latin1.txt added +1 -0, link.txt added +1 -0, modified.txt modified +1 -1, mvedit_new.txt renamed +1 -1, nonl.txt modified +2 -1, nonl_new.txt added +1 -0, patched/added.txt added +1 -0, patched/moved.txt renamed +1 -1, picture.png modified +0 -0, plainmv_new.txt renamed +0 -0, q"uote.txt added +1 -0, random.bin added +0 -0, script.sh modified +0 -0, tab\there.txt added +1 -0, with space/ünï 日本.txt added +1 -0',
      "git mv gitmv exited 0",
    ],
    edits_git: ["working complete working complete", "new.ts added +1 -0, other.md added +3 -0"],
    err_401: ["working error"],
    err_429_retry: ["working complete"],
    err_500_retry: ["working complete"],
    err_malformed_stream: ["working error"],
    err_unknown_tool: ["working complete"],
    event_scope_other_dir: ["working"],
    external_dir: ["working waiting working complete"],
    global_events_two_dirs: ["working complete"],
    hello: ["working complete"],
    kill9_restart: ["working complete", "", "for i in $(s failed undefined"],
    nested_subagents: ["working complete", "", "echo root exited 0, echo outer exited 0, echo inner;  exited 0"],
    next_errors: ["working complete working error working", "", "for i in 1 2 failed undefined"],
    next_permission: [
      "working waiting working waiting working waiting working waiting working complete",
      "asked.txt added +1 -0",
      "echo asked exited 0, echo rejecte failed undefined",
    ],
    next_tools: [
      "working complete",
      "edit.txt modified +1 -1, patched.txt added +1 -0, src/new.txt added +2 -0",
      "echo one; sl exited 0, echo failing exited 3",
      "Write in_progress, Check pending",
    ],
    no_git: [
      "working waiting working waiting working waiting working waiting working complete",
      "edit.txt modified +1 -1, new.txt added +2 -0, old.txt modified +3 -0",
      "printf 'made exited 0",
    ],
    permission_abort_while_asked: ["working waiting aborted"],
    permission_always: ["working waiting working complete", "", "echo two exited 0, echo three exited 0"],
    permission_once: ["working waiting working waiting working complete", "", "echo two exited 0, echo three exited 0"],
    permission_reject: ["working waiting working complete"],
    pty_check: ["working complete", "", "for i in $(s exited 7"],
    pty_exit: ["working"],
    question: ["working waiting working complete"],
    question_reject: ["working waiting working complete"],
    read_image: ["working complete"],
    reasoning: ["working complete"],
    revert: ["working complete working complete working complete", "a.txt added +1 -0", "cat a.txt; l exited 0"],
    shell_command: ["working complete", "", "echo from-sh exited undefined"],
    task_subagent: ["working complete", "", "ls exited 0"],
    todos: ["working complete", "", "", "A in_progress, B pending"],
    two_prompts_queued: ["working complete", "", "for i in $(s exited 7"],
    two_turns: [
      "working complete working complete",
      "src/greet.js added +3 -0",
      "cp src/greet exited 0, rm src/copy. exited 0",
    ],
  };

it("knows every recording", () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...NAMES].sort());
});

describe("the accumulator", () => {
  it.each(NAMES)("tells how %s goes", (name) => {
    const { output, seen } = follow(readLines(name));
    const { diffs, processes, todos } = output;
    const got = [
      seen.join(" "),
      diffs.map(({ file, status, additions, deletions }) => `${file} ${status} +${additions} -${deletions}`).join(", "),
      processes.map(({ command, status, exitCode }) => `${command.slice(0, 12)} ${status} ${exitCode}`).join(", "),
      todos.map(({ content, status }) => `${content} ${status}`).join(", "),
    ];
    const [status, ...rest] = EXPECTED[name] ?? [""];
    expect(got).toEqual([status, rest[0] ?? "", rest[1] ?? "", rest[2] ?? ""]);
  });

  it.each(NAMES.filter((name) => readLines(name).record !== undefined))("has of %s what OpenCode has", (name) => {
    const recorded = readLines(name);
    const { output } = follow(recorded);
    const parts = (recorded.record ?? []).flatMap(({ parts: each }) => each);
    const callIds = parts.flatMap((part) => (part["type"] === "tool" ? [String(part["callID"])] : []));
    expect(tools(output).map((tool) => tool.split(" ")[1])).toEqual(callIds);
    const texts = (recorded.record ?? [])
      .filter(({ info }) => info["role"] === "assistant")
      .flatMap(({ parts: each }) => each.flatMap((part) => (part["type"] === "text" ? [String(part["text"])] : [])));
    const shown = output.messages
      .filter(({ role }) => role === "assistant")
      .flatMap((message) => message.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])));
    expect(shown.join("")).toBe(texts.join(""));
  });

  it.each(NAMES)("never changes a snapshot of %s that it gave, and says when there is a new one", (name) => {
    const { sessionId, events } = readLines(name);
    const accumulator = new OpenCodeStreamAccumulator(sessionId);
    expect(accumulator.dirty).toBe(true);
    let last = accumulator.getSnapshot();
    let text = JSON.stringify(last);
    for (const event of events) {
      const hasChanged = accumulator.processEvent(event);
      expect(accumulator.dirty).toBe(hasChanged);
      expect(JSON.stringify(last)).toBe(text);
      const next = accumulator.getSnapshot();
      expect(next === last).toBe(!hasChanged);
      expect(accumulator.dirty).toBe(false);
      if (hasChanged) text = JSON.stringify((last = next));
    }
  });

  it("keeps every message that an event does not touch", () => {
    const { sessionId, events } = readLines("two_turns");
    const accumulator = new OpenCodeStreamAccumulator(sessionId);
    for (const event of events) {
      const { messages } = accumulator.getSnapshot();
      accumulator.processEvent(event);
      const changed = accumulator.getSnapshot().messages.filter((message, i) => message !== messages[i]);
      expect(changed.length).toBeLessThanOrEqual(1);
    }
  });

  it("takes nothing of other sessions, of no session, and what is no event", () => {
    const { events } = readLines("hello");
    const accumulator = new OpenCodeStreamAccumulator("ses_other");
    const before = accumulator.getSnapshot();
    for (const event of [...events, { type: "server.heartbeat" }, { type: "session.idle", properties: null }, {}]) {
      expect(accumulator.processEvent(event as OpenCodeStreamEvent)).toBe(false);
    }
    expect(accumulator.getSnapshot()).toBe(before);
    expect(before).toMatchObject({ status: "working", sessionId: "ses_other", messages: [] });
  });

  it("makes paths relative to the folder that it is told", () => {
    const { sessionId, events } = readLines("edits_git");
    const elsewhere = JSON.parse(JSON.stringify(events).replaceAll("/workspace", "/srv/app")) as typeof events;
    const accumulator = new OpenCodeStreamAccumulator(sessionId, { directory: "/srv/app" });
    for (const event of elsewhere) accumulator.processEvent(event);
    expect(accumulator.getSnapshot().filesEdited).toEqual(
      follow({ sessionId, events, record: undefined }).output.filesEdited,
    );
  });
});
