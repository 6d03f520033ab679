import type { ParsedPatch } from "../lib/patch/index.ts";
import {
  contentOfAdded,
  countPatch,
  formatPatch,
  invertPatch,
  parsePatch,
  reduceContext,
  unquotePath,
} from "../lib/patch/index.ts";
import type { DiffSource, FileDiff, FileStatus } from "../protocol/index.ts";
import type { FileContent } from "./findMoves.ts";
import { findMoves } from "./findMoves.ts";
import type { JsonObject } from "./readers.ts";
import { count, text } from "./readers.ts";
import { toRelativePath } from "./toRelativePath.ts";

type Read = { readonly diff: FileDiff; readonly parsed: ParsedPatch | undefined };

/** The last patch of each file as OpenCode sent it, and what it says. */
export type DiffCache = Map<
  string,
  { readonly patch: string; readonly status: string | undefined; readonly read: Read }
>;

/** Old paths by new path, of files that a tool is known to have moved. */
export type KnownMoves = ReadonlyMap<string, string>;

const NO_MOVES: KnownMoves = new Map();

/** OpenCode's list of a turn's or a workspace's changes, one entry a file; a moved file is one entry, not two. */
export function readDiffs(
  raws: readonly JsonObject[],
  source: DiffSource,
  directory: string,
  { moves = NO_MOVES, cache }: { readonly moves?: KnownMoves; readonly cache?: DiffCache | undefined } = {},
): readonly FileDiff[] {
  const reads = raws.map((raw) => readCached(raw, source, directory, cache)).filter(({ diff }) => diff.path !== "");
  return pairMoves(reads, moves);
}

function readCached(raw: JsonObject, source: DiffSource, directory: string, cache: DiffCache | undefined): Read {
  const [file, patch, status] = [text(raw, "file") ?? "", text(raw, "patch") ?? "", text(raw, "status")];
  const known = cache?.get(file);
  if (known !== undefined && known.status === status && known.patch === patch) return known.read;
  const read = readDiff(raw, source, directory);
  cache?.set(file, { patch, status, read });
  return read;
}

function readDiff(raw: JsonObject, source: DiffSource, directory: string): Read {
  // The summary has the names that git puts into quotes as git writes them.
  const path = toRelativePath(directory, unquotePath(text(raw, "file") ?? ""));
  const patch = text(raw, "patch") ?? "";
  const status = toStatus(text(raw, "status"));
  const read = patch === "" ? undefined : parsePatch(patch);
  const parsed = read && withStatus(read, status);
  const counts = { additions: count(raw, "additions") ?? 0, deletions: count(raw, "deletions") ?? 0 };
  // A binary file has no patch at all, an empty one has its header.
  if (patch === "" || parsed?.isBinary === true) {
    return { diff: { path, status, ...counts, patch: "", isBinary: true, source }, parsed: undefined };
  }
  // OpenCode's header without hunks for a name that it cannot quote; a patch that does not add up.
  const isKnown = parsed !== undefined && (parsed.hunks.length > 0 || counts.additions + counts.deletions === 0);
  if (!isKnown) return { diff: { path, status, ...counts, patch: "", isPatchOmitted: true, source }, parsed };
  // OpenCode shows the whole file around each change.
  const short = reduceContext(parsed);
  return { diff: { path, status, ...countPatch(short), patch: formatPatch(short, path), source }, parsed };
}

/** OpenCode's patches do not say `/dev/null`; its status does. */
function withStatus(parsed: ParsedPatch, status: FileStatus): ParsedPatch {
  return { ...parsed, isNew: status === "added", isDeleted: status === "deleted" };
}

function toStatus(status: string | undefined): FileStatus {
  return status === "added" || status === "deleted" || status === "renamed" ? status : "modified";
}

/** A file that is gone and one that is new with much of the same text are one file that was moved. */
function pairMoves(reads: readonly Read[], known: KnownMoves): readonly FileDiff[] {
  const gone = reads.filter(({ diff }) => diff.status === "deleted").flatMap(withContent);
  if (gone.length === 0) return reads.map(({ diff }) => diff);
  const added = reads.filter(({ diff }) => diff.status === "added").flatMap(withContent);
  const moves = findMoves(gone, added, known);
  if (moves.size === 0) return reads.map(({ diff }) => diff);
  const left = new Set([...moves.values()].map(({ from }) => from));
  return reads
    .filter(({ diff }) => !(diff.status === "deleted" && left.has(diff.path)))
    .map(({ diff }) => {
      const move = diff.status === "added" ? moves.get(diff.path) : undefined;
      if (move === undefined) return diff;
      const parsed = move.patch === "" ? undefined : parsePatch(move.patch);
      const counts = parsed === undefined ? { additions: 0, deletions: 0 } : countPatch(parsed);
      return { ...diff, previousPath: move.from, status: "renamed", ...counts, patch: move.patch };
    });
}

function withContent({ diff, parsed }: Read): readonly FileContent[] {
  if (parsed === undefined || parsed.isBinary) return [];
  const status = withStatus(parsed, diff.status);
  const content = contentOfAdded(diff.status === "deleted" ? invertPatch(status) : status);
  return content === undefined || content === "" ? [] : [{ path: diff.path, content }];
}
