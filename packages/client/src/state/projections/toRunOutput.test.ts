import { readdirSync } from "node:fs";
import type { UIMessage } from "ai";
import { describe, expect, expectTypeOf, test } from "vitest";
import { foldStream, readRecording, startedRun } from "../../../recordings/readRecording.ts";
import type { ProcessInfo, RunEvent } from "../../protocol/index.ts";
import type { RunState } from "../index.ts";
import { reduceRunAll } from "../index.ts";
import type { OpenCodeRunOutput } from "./OpenCodeRunOutput.ts";
import { MAX_FILE_CHANGES } from "./OpenCodeRunOutput.ts";
import { toRunOutput } from "./toRunOutput.ts";

const RECORDINGS = readdirSync(new URL("../../../recordings/", import.meta.url))
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => file.slice(0, -6));

/** What `agents-opencode` always has, and what this output always has beside it. */
const ALWAYS = ["status", "sessionId", "messages", "filesEdited", "fileChanges", "diffs", "diagnostics", "processes"]
  .concat(["todos"])
  .concat(["runId", "phase", "usage", "pending", "retry", "activity"]);

function folded(name: string): RunState {
  const { sessionId, events } = readRecording(name);
  return foldStream(startedRun(sessionId), events);
}

function diffSet(path: string, more: Partial<Extract<RunEvent, { type: "diff.set" }>["diff"]> = {}): RunEvent {
  const diff = { path, status: "added", additions: 1, deletions: 0, patch: "", source: "summary", ...more } as const;
  return { type: "diff.set", diff };
}

describe("every recording", () => {
  test.each(RECORDINGS)("%s gives plain JSON with all fields", (name) => {
    const output = toRunOutput(folded(name));
    expect(JSON.parse(JSON.stringify(output))).toStrictEqual(output);
    expect(Object.keys(output)).toEqual(expect.arrayContaining(ALWAYS));
  });

  test.each(RECORDINGS)("%s keeps the slices that an event does not change", (name) => {
    const { sessionId, events } = readRecording(name);
    let state = startedRun(sessionId);
    let output = toRunOutput(state);
    for (const event of events) {
      const was = output;
      const before = state;
      const asText = JSON.stringify(was);
      state = foldStream(state, [event]);
      output = toRunOutput(state);
      expect(JSON.stringify(was)).toBe(asText);
      const isSame = (field: keyof OpenCodeRunOutput): void => expect(output[field]).toBe(was[field]);
      if (before.filesEdited === state.filesEdited) isSame("filesEdited");
      if (before.diffs === state.diffs) (["diffs", "fileChanges"] as const).forEach(isSame);
      if (before.diagnostics === state.diagnostics) isSame("diagnostics");
      if (before.todos === state.todos) isSame("todos");
      if (before.pending === state.pending) isSame("pending");
      if (before.parts === state.parts && before.messages === state.messages) {
        isSame("processes");
        if (before.pending === state.pending && before.todos === state.todos) isSame("messages");
      }
      if (
        before.runningToolIds === state.runningToolIds &&
        JSON.stringify(was.activity) === JSON.stringify(output.activity)
      ) {
        isSame("activity");
      }
    }
  });
});

/** The type of the same name in `agents-opencode`, but for `status` of a run, a diff and a process, which say more here. */
type TheirRunOutput = {
  readonly sessionId: string;
  readonly messages: UIMessage[];
  readonly filesEdited: readonly string[];
  readonly fileChanges: readonly { readonly file: string; readonly event: "add" | "change" | "unlink" }[];
  readonly diffs: readonly { readonly file?: string; readonly patch?: string; additions: number; deletions: number }[];
  readonly diagnostics: readonly { readonly serverID: string; readonly path: string }[];
  readonly processes: readonly { readonly id: string; command: string; args: readonly string[]; exitCode?: number }[];
  readonly todos: readonly { readonly content: string; readonly status: string; readonly priority?: string }[];
  readonly modelID?: string;
  readonly summary?: string;
  readonly error?: string;
  readonly outputFile?: string;
};

test("is what readers of agents-opencode's output expect", () => {
  expectTypeOf<OpenCodeRunOutput>().toExtend<TheirRunOutput>();
});

test("the output of the same state is the same", () => {
  const state = folded("hello");
  expect(toRunOutput(state)).toBe(toRunOutput(state));
});

test("has what is known of the run", () => {
  const state = reduceRunAll(folded("edits_git"), [
    { type: "run.patch", patch: { status: "complete", title: "T", startedAt: 1, endedAt: 2, outputFile: "a.txt" } },
  ]);
  expect(toRunOutput(state)).toMatchObject({
    runId: "run",
    status: "complete",
    phase: "complete",
    sessionId: state.sessionId,
    title: "T",
    modelID: "scripted",
    startedAt: 1,
    endedAt: 2,
    outputFile: "a.txt",
    retry: null,
    activity: { kind: "idle" },
  });
  expect(toRunOutput(state).summary).toBeTypeOf("string");
});

test("says why a run failed in words and with a code", () => {
  const error = { code: "provider_auth", message: "The provider refused the key." } as const;
  const output = toRunOutput(reduceRunAll(folded("hello"), [{ type: "run.patch", patch: { status: "error", error } }]));
  expect(output).toMatchObject({ phase: "error", error: error.message, errorInfo: error });
});

test("file changes have the names of this kit and those of a file watcher", () => {
  const state = reduceRunAll(startedRun("ses_1"), [
    diffSet("added.ts"),
    diffSet("changed.ts", { status: "modified" }),
    diffSet("gone.ts", { status: "deleted" }),
    diffSet("new.ts", { status: "renamed", previousPath: "old.ts" }),
  ]);
  const { diffs, fileChanges } = toRunOutput(state);
  expect(fileChanges).toEqual([
    { path: "added.ts", file: "added.ts", status: "added", event: "add" },
    { path: "changed.ts", file: "changed.ts", status: "modified", event: "change" },
    { path: "gone.ts", file: "gone.ts", status: "deleted", event: "unlink" },
    { path: "new.ts", file: "new.ts", status: "renamed", event: "add", previousPath: "old.ts" },
  ]);
  expect(diffs.map(({ file }) => file)).toEqual(state.diffs.map(({ path }) => path));
});

test("file changes are bounded, and one more keeps the others", () => {
  const many = Array.from({ length: MAX_FILE_CHANGES + 10 }, (_, i) => diffSet(`file-${String(i).padStart(4, "0")}`));
  const state = reduceRunAll(startedRun("ses_1"), many);
  const { diffs, fileChanges } = toRunOutput(state);
  expect([diffs.length, fileChanges.length]).toEqual([MAX_FILE_CHANGES + 10, MAX_FILE_CHANGES]);
  const next = toRunOutput(reduceRunAll(state, [diffSet("file-0001", { additions: 2 })]));
  expect(next.diffs.filter((diff, i) => diff !== diffs[i])).toHaveLength(1);
});

test("diagnostics name their server", () => {
  const diagnostic = { path: "a.ts", line: 1, column: 1, endLine: 1, endColumn: 2, severity: "error" } as const;
  const state = reduceRunAll(startedRun("ses_1"), [
    {
      type: "diagnostics.set",
      path: "a.ts",
      diagnostics: [{ ...diagnostic, message: "No.", source: "typescript" }],
    },
  ]);
  expect(toRunOutput(state).diagnostics).toEqual([
    { ...diagnostic, message: "No.", source: "typescript", serverID: "typescript" },
  ]);
});

test("processes are the run's commands and the room's others, each once", () => {
  const state = folded("abort_bash");
  const own = toRunOutput(state).processes;
  expect(own).toMatchObject([{ source: "tool", status: "killed", args: [] }]);
  const id = own[0]?.id ?? "";
  const others: readonly ProcessInfo[] = [
    { id, source: "tool", command: "", status: "running", pid: 7 },
    { id: "prt_other", source: "tool", command: "of another run", status: "running" },
    { id: "pty_1", source: "pty", command: "bash", status: "running" },
  ];
  const { processes } = toRunOutput(state, { processes: others });
  expect(processes).toMatchObject([
    { id, status: "killed", pid: 7 },
    { id: "pty_1", args: [] },
  ]);
  const again = toRunOutput(reduceRunAll(state, [{ type: "run.patch", patch: { title: "T" } }]), { processes: others });
  expect(again.processes).toBe(processes);
});
