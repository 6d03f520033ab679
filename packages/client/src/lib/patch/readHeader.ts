import type { ParsedPatch } from "./ParsedPatch.ts";
import type { PatchFacts } from "./patchOf.ts";
import { patchOf } from "./patchOf.ts";
import { unquotePath } from "./quotePath.ts";

type Names = readonly [oldName: string, newName: string];

type Draft = {
  isIndexed: boolean;
  isGit: boolean;
  /** Of `---` and `+++`. */
  names?: Names;
  /** Of `diff --git` or `Binary files`, where those say both names without a doubt. */
  spareNames?: Names;
  from?: string;
  to?: string;
  oldMode?: string;
  newMode?: string;
  isBinary: boolean;
  isNew: boolean;
  isDeleted: boolean;
};

export type PatchHeader = {
  readonly patch: ParsedPatch;
  /** Index of the first line after the header. */
  readonly end: number;
};

const NOWHERE = "/dev/null";
const IGNORED = ["index ", "similarity index ", "dissimilarity index "];

/** What stands before the first hunk; undefined where it is not the header of one file's patch. */
export function readHeader(lines: readonly string[]): PatchHeader | undefined {
  const draft: Draft = { isIndexed: false, isGit: false, isBinary: false, isNew: false, isDeleted: false };
  let end = 0;
  while (end < lines.length) {
    const line = trimReturn(lines[end] ?? "");
    if (line.startsWith("@@ ")) break;
    if (line === "GIT binary patch") {
      // Its data means nothing here, but a second file would.
      if (lines.slice(end).some((each) => each.startsWith("diff --git "))) return undefined;
      draft.isBinary = true;
      end = lines.length;
    } else if (line.startsWith("--- ")) {
      const next = trimReturn(lines[end + 1] ?? "");
      if (draft.names !== undefined || !next.startsWith("+++ ")) return undefined;
      draft.names = [nameIn(line.slice(4)), nameIn(next.slice(4))];
      end += 2;
    } else if (readLine(draft, line)) {
      end++;
    } else {
      return undefined;
    }
  }
  return { patch: toPatch(draft), end };
}

/** Takes one line into the draft; false where it has no place in a header. */
function readLine(draft: Draft, line: string): boolean {
  const after = (prefix: string): string | undefined =>
    line.startsWith(prefix) ? line.slice(prefix.length) : undefined;
  let rest: string | undefined;
  if (line === "" || /^={3,}$/.test(line) || IGNORED.some((prefix) => line.startsWith(prefix))) return true;
  if (line.startsWith("Index: ")) {
    // A second one is of a second file.
    if (draft.isIndexed || draft.isGit) return false;
    draft.isIndexed = true;
  } else if ((rest = after("diff --git ")) !== undefined) {
    if (draft.isIndexed || draft.isGit) return false;
    draft.isGit = true;
    keepSpare(draft, splitInHalf(rest, " "));
  } else if ((rest = after("Binary files ")) !== undefined && rest.endsWith(" differ")) {
    draft.isBinary = true;
    keepSpare(draft, splitBinary(rest.slice(0, -" differ".length)));
  } else if ((rest = after("old mode ")) !== undefined) {
    draft.oldMode = rest;
  } else if ((rest = after("new mode ")) !== undefined) {
    draft.newMode = rest;
  } else if ((rest = after("new file mode ")) !== undefined) {
    draft.isNew = true;
    draft.newMode = rest;
  } else if ((rest = after("deleted file mode ")) !== undefined) {
    draft.isDeleted = true;
    draft.oldMode = rest;
  } else if ((rest = after("rename from ") ?? after("copy from ")) !== undefined) {
    draft.from = unquotePath(rest);
  } else if ((rest = after("rename to ") ?? after("copy to ")) !== undefined) {
    draft.to = unquotePath(rest);
  } else {
    return false;
  }
  return true;
}

function toPatch(draft: Draft): ParsedPatch {
  const { isIndexed, names = draft.spareNames, isBinary } = draft;
  const isNew = draft.isNew || names?.[0] === NOWHERE;
  const isDeleted = draft.isDeleted || names?.[1] === NOWHERE;
  const [oldName, newName] = names === undefined ? [] : isIndexed ? names : withoutPrefixes(names);
  const facts: PatchFacts = {
    oldPath: isNew ? undefined : (draft.from ?? oldName),
    newPath: isDeleted ? undefined : (draft.to ?? newName),
    oldMode: draft.oldMode,
    newMode: draft.newMode,
    isBinary,
    isNew,
    isDeleted,
    hunks: [],
  };
  return patchOf(facts);
}

/** Only both together are git's prefixes: one alone may be a folder. */
function withoutPrefixes([oldName, newName]: Names): Names {
  const isOld = oldName.startsWith("a/") || oldName === NOWHERE;
  const isNew = newName.startsWith("b/") || newName === NOWHERE;
  if (!isOld || !isNew) return [oldName, newName];
  return [oldName === NOWHERE ? oldName : oldName.slice(2), newName === NOWHERE ? newName : newName.slice(2)];
}

function keepSpare(draft: Draft, names: Names | undefined): void {
  if (names !== undefined) draft.spareNames = names;
}

function splitBinary(both: string): Names | undefined {
  const [first, last] = [`${NOWHERE} and `, ` and ${NOWHERE}`];
  if (both.startsWith(first)) return [NOWHERE, unquotePath(both.slice(first.length))];
  if (both.endsWith(last)) return [unquotePath(both.slice(0, -last.length)), NOWHERE];
  return splitInHalf(both, " and ");
}

/** The separator may be in the names too, so this splits only where they are the same. */
function splitInHalf(both: string, separator: string): Names | undefined {
  const half = (both.length - separator.length) / 2;
  if (half < 1 || !both.startsWith(separator, half)) return undefined;
  const names: Names = [unquotePath(both.slice(0, half)), unquotePath(both.slice(half + separator.length))];
  const [oldName, newName] = withoutPrefixes(names);
  return oldName === newName ? names : undefined;
}

/** After the name may come a tab and a time. */
function nameIn(rest: string): string {
  const tab = rest.indexOf("\t");
  return unquotePath(tab === -1 ? rest : rest.slice(0, tab));
}

function trimReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
