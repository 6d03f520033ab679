import type { ParsedPatch } from "../lib/patch/index.ts";
import { countPatch, formatPatch, isSameChange } from "../lib/patch/index.ts";
import type { DiffSet, FileDiff, FileStatus, Part, RunEvent, ToolPart } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import {
  findDiff,
  hasValue,
  MAX_PATCH_CHARS,
  mergeDiffs,
  parsedDiff,
  patchOnTop,
  resolveDiff,
  selectDiff,
  toolPatch,
} from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { objects } from "./readers.ts";
import type { KnownMoves } from "./readDiffs.ts";
import { readDiffs } from "./readDiffs.ts";
import type { RunContext } from "./RunContext.ts";
import type { ToolFile } from "./toolFiles.ts";
import { toolFiles } from "./toolFiles.ts";

/** A file that was edited more often than this has its patch sent: putting many together takes long. */
const MAX_PARTS = 8;

/**
 * The changes that OpenCode's summaries of the run's prompts, oldest first, make to the run's diffs. A summary knows
 * every file, those made by commands too. An empty one says nothing: it comes before the first change, and always
 * without git. `parts` tell which files were moved.
 */
export function summaryDiffEvents(
  state: RunState,
  summaries: readonly JsonObject[],
  parts: readonly Part[],
  { directory, isFinal = false }: RunContext,
): readonly RunEvent[] {
  const moves = new Map([...knownMoves(state), ...parts.flatMap(movesOf)]);
  const turns = summaries.map((each) => readDiffs(objects(each, "diffs"), "summary", directory, { moves }));
  return diffEvents(state, turns.length === 1 ? (turns[0] ?? []) : mergeDiffs(turns), isFinal);
}

/** What the newest prompt's summary says while the run goes on, on top of what was before that prompt. */
export function liveSummaryEvents(state: RunState, summary: JsonObject, context: RunContext): readonly RunEvent[] {
  const turn = readDiffs(objects(summary, "diffs"), "summary", context.directory, {
    moves: knownMoves(state),
    cache: context.diffCache,
  });
  if (turn.length === 0) return [];
  const diffs =
    state.diffsBefore.length === 0
      ? turn
      : mergeDiffs([state.diffsBefore.map((diff) => resolveDiff(state, diff)), turn]);
  return diffEvents(state, diffs, context.isFinal === true);
}

function movesOf(part: Part): readonly (readonly [string, string])[] {
  if (part.type !== "tool" || part.status !== "completed") return [];
  return toolFiles(part).flatMap(({ path, previousPath }) =>
    previousPath === undefined ? [] : [[path, previousPath]],
  );
}

const movesCache = new WeakMap<RunState["diffs"], KnownMoves>();

/** OpenCode lists a moved file as one that is gone and one that is new. */
export function knownMoves({ diffs }: RunState): KnownMoves {
  let moves = movesCache.get(diffs);
  if (moves === undefined) {
    moves = new Map(
      diffs.flatMap(({ path, previousPath }) => (previousPath === undefined ? [] : [[path, previousPath]])),
    );
    movesCache.set(diffs, moves);
  }
  return moves;
}

/** The difference between the state's diffs and a list that knows every file; an empty list knows none. */
export function diffEvents(state: RunState, diffs: readonly FileDiff[], isFinal: boolean): readonly RunEvent[] {
  return diffs.length === 0 ? [] : changedDiffs(state, diffs, isFinal);
}

/** What leads from the state's diffs to exactly these. */
export function changedDiffs(state: RunState, diffs: readonly FileDiff[], isFinal: boolean): readonly RunEvent[] {
  const events: RunEvent[] = [];
  const named = new Set<string>();
  for (const diff of diffs) {
    named.add(diff.path);
    const entry = findDiff(state.diffs, diff.path);
    if (entry !== undefined && lastSame.get(entry) === diff) continue;
    const known = selectDiff(state, diff.path);
    if (entry === undefined || known === undefined || !isSame(known, diff)) events.push(setEvent(diff));
    else lastSame.set(entry, diff);
  }
  for (const { path, source } of state.diffs) {
    if (!named.has(path) && (isFinal || source !== "tool")) events.push({ type: "diff.remove", path });
  }
  return events;
}

/** A summary repeats what it said with each step: what was the same as a change that the state still has, is. */
const lastSame = new WeakMap<FileDiff, FileDiff>();

function isSame(known: FileDiff, diff: FileDiff): boolean {
  if (known.status !== diff.status || known.previousPath !== diff.previousPath) return false;
  if (known.isBinary !== diff.isBinary) return false;
  const isKept = diff.isPatchOmitted !== true && diff.patch.length <= MAX_PATCH_CHARS;
  if (!isKept || known.isPatchOmitted === true) {
    return !isKept && known.isPatchOmitted === true && isSameCount(known, diff);
  }
  if (known.patch === diff.patch) return isSameCount(known, diff);
  const [a, b] = [parsedDiff(known), parsedDiff(diff)];
  return a !== undefined && b !== undefined && isSameChange(a, b);
}

function isSameCount(a: FileDiff, b: FileDiff): boolean {
  return a.additions === b.additions && a.deletions === b.deletions;
}

function setEvent({ patch, ...diff }: FileDiff): DiffSet {
  return diff.isPatchOmitted === true || patch.length > MAX_PATCH_CHARS
    ? { type: "diff.set", diff: { ...diff, isPatchOmitted: true } }
    : { type: "diff.set", diff: { ...diff, patch } };
}

/** Which files a tool that just ended has written. */
export function toolFileEvents(state: RunState, part: ToolPart): readonly RunEvent[] {
  return toolFiles(part)
    .filter(({ path }) => !hasValue(state.filesEdited, path))
    .map(({ path }) => ({ type: "file.edited", path }));
}

/**
 * What a tool that just ended says of the files that it changed, on top of what is known of them. The patch itself is
 * in the part already, so the event only points to it.
 */
export function toolDiffEvents(state: RunState, part: ToolPart): readonly RunEvent[] {
  return toolFiles(part).flatMap((file) => {
    const { previousPath } = file;
    const isKnown = previousPath !== undefined && findDiff(state.diffs, previousPath) !== undefined;
    const gone: readonly RunEvent[] = isKnown ? [{ type: "diff.remove", path: previousPath }] : [];
    return [...fileEvents(state, part, file), ...gone];
  });
}

function fileEvents(state: RunState, part: ToolPart, file: ToolFile): readonly RunEvent[] {
  const { path, status, previousPath } = file;
  const base = { path, source: "tool" as const, ...(previousPath === undefined ? {} : { previousPath }) };
  const known = selectDiff(state, path);
  const own = toolPatch(part, path)?.patch;
  const first = known === undefined ? undefined : parsedDiff(known);
  if (file.isRewrite) {
    // What the file was before is known only where this run has made it.
    if (own !== undefined && first?.isNew === true) {
      return [{ type: "diff.set", diff: { ...base, status: "added", ...countPatch(own) }, part: only(part) }];
    }
    const additions = own === undefined ? 0 : countPatch(own).additions;
    return [{ type: "diff.set", diff: { ...base, status: "modified", additions, deletions: 0, isPatchOmitted: true } }];
  }
  if (own === undefined) return [];
  if (known === undefined) {
    return [{ type: "diff.set", diff: { ...base, status, ...countPatch(own) }, part: only(part) }];
  }
  const both = first === undefined ? undefined : patchOnTop(first, part, path);
  if (both === undefined) {
    const counts = { additions: known.additions, deletions: known.deletions };
    return [{ type: "diff.set", diff: { ...base, status: known.status, ...counts, isPatchOmitted: true } }];
  }
  if (both.hunks.length === 0 && !both.isNew && !both.isDeleted && known.status !== "renamed") {
    return [{ type: "diff.remove", path }];
  }
  const diff = { ...base, ...renamed(known), status: statusAfter(known, both), ...countPatch(both) };
  if ((findDiff(state.diffs, path)?.parts?.length ?? 0) < MAX_PARTS) {
    return [{ type: "diff.set", diff, part: { id: part.id, isOnTop: true } }];
  }
  return [setEvent({ ...diff, patch: formatPatch(both, path) })];
}

/** Before parts change or go: what diffs have of them is theirs from then on. */
export function keptDiffEvents(state: RunState, partIds: readonly string[]): readonly RunEvent[] {
  return state.diffs
    .filter(({ parts }) => parts?.some((id) => partIds.includes(id)) === true)
    .map((diff) => setEvent(resolveDiff(state, diff)));
}

function only(part: ToolPart): { readonly id: string; readonly isOnTop: boolean } {
  return { id: part.id, isOnTop: false };
}

function renamed({ previousPath }: FileDiff): { readonly previousPath?: string } {
  return previousPath === undefined ? {} : { previousPath };
}

function statusAfter(known: FileDiff, both: ParsedPatch): FileStatus {
  if (both.isNew) return "added";
  if (both.isDeleted) return "deleted";
  return known.status === "renamed" ? "renamed" : "modified";
}
