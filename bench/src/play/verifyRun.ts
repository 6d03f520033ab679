import type { RunState } from "@opencode-kit/client/state";
import { windowOf } from "@opencode-kit/client/state";
import { isDeepStrictEqual } from "node:util";
import type { RunTruth } from "../generate/RunTruth.ts";

/**
 * Compares what a viewer has with what the run brought, to the last character: texts whole, outputs by their start,
 * end and size. Throws with the first things that are missing, so that an encoding that loses something cannot win.
 *
 * After a repair, outputs of which OpenCode's own record has only the end may be cut, and the diffs are those of the last
 * summary, which comes once a step.
 */
export function verifyRun(
  truth: RunTruth,
  state: RunState,
  afterRepair?: { readonly lostOutputs: ReadonlySet<string> },
): void {
  const wrong: string[] = [];
  const check = (what: string, isRight: boolean): void => {
    if (!isRight) wrong.push(what);
  };
  for (const id of truth.sessionIds) check(`session ${id}`, state.sessions[id] !== undefined);
  for (const id of truth.messageIds) check(`message ${id}`, state.messages.has(id));
  check("number of messages", state.messageCount === truth.messageIds.size);
  for (const id of truth.partIds) check(`part ${id}`, state.parts.has(id));
  for (const [id, pieces] of truth.texts) {
    const part = state.parts.get(id);
    check(`text of ${id}`, part !== undefined && "text" in part && part.text === pieces.join(""));
  }
  for (const [id, callId] of truth.callIds) check(`call ${callId}`, toolOf(state, id)?.callId === callId);
  for (const [id, input] of truth.inputs) check(`input of ${id}`, isDeepStrictEqual(toolOf(state, id)?.input, input));
  for (const [id, pieces] of truth.outputs) {
    if (afterRepair?.lostOutputs.has(id) === true) continue;
    check(`output of ${id}`, isDeepStrictEqual(toolOf(state, id)?.output, windowOf(pieces.join(""))));
  }
  for (const [id, error] of truth.errors) check(`error of ${id}`, toolOf(state, id)?.error === error);
  for (const [id, lines] of truth.context) {
    const diff = toolOf(state, id)?.metadata["diff"];
    // An edit whose patch is not told yet has none.
    if (toolOf(state, id)?.status !== "completed") continue;
    check(`patch of ${id}`, typeof diff === "string" && lines.every((line) => diff.includes(`\n ${line}\n`)));
  }
  check("title", truth.title === undefined || state.title === truth.title);
  check("todos", isDeepStrictEqual(state.todos, truth.todos));
  check(
    "pending requests",
    isDeepStrictEqual(
      state.pending.map(({ id }) => id),
      [...truth.pendingIds],
    ),
  );
  for (const [path, count] of truth.diagnostics)
    check(`diagnostics of ${path}`, state.diagnostics.get(path)?.length === count);
  if (afterRepair === undefined) verifyDiffs(truth, state, check);
  if (wrong.length > 0) throw new Error(`A viewer lacks ${wrong.length} things: ${wrong.slice(0, 5).join(", ")}`);
}

function verifyDiffs(truth: RunTruth, state: RunState, check: (what: string, isRight: boolean) => void): void {
  const known = new Map(state.diffs.map((diff) => [diff.path, diff]));
  for (const [path, count] of truth.files) {
    const diff = known.get(path);
    check(`diff of ${path}`, diff !== undefined);
    // Of a file that was written anew, or that a patch did not tell to the letter, the summary will tell.
    if (diff === undefined || diff.isPatchOmitted === true) continue;
    const { status, additions, deletions } = diff;
    check(`counts of ${path}`, isDeepStrictEqual({ status, additions, deletions }, { ...count }));
  }
}

function toolOf(state: RunState, id: string) {
  const part = state.parts.get(id);
  return part?.type === "tool" ? part : undefined;
}
