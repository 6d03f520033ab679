import { formatPatch } from "../lib/patch/index.ts";

const CONTEXT = 3;

/**
 * The patch between two texts of a file that was moved, and the share of lines that it kept. What is the same at both
 * ends stays; the rest is one change. Not the shortest patch, but found in one pass.
 */
export function movedFilePatch(
  before: string,
  after: string,
  from: string,
  path: string,
): { readonly patch: string; readonly kept: number } {
  const [old, now] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const first = Math.max(0, start - CONTEXT);
  const last = Math.min(CONTEXT, end);
  const removed = old.slice(start, old.length - end);
  const added = now.slice(start, now.length - end);
  const lines = [
    ...old.slice(first, start).map((line) => marked(" ", line)),
    ...removed.map((line) => marked("-", line)),
    ...added.map((line) => marked("+", line)),
    ...old.slice(old.length - end, old.length - end + last).map((line) => marked(" ", line)),
  ].flat();
  const context = start - first + last;
  const hunk = {
    oldStart: first + 1,
    oldLines: removed.length + context,
    newStart: first + 1,
    newLines: added.length + context,
    lines,
  };
  const parsed = { oldPath: from, newPath: path, isBinary: false, isNew: false, isDeleted: false, hunks: [hunk] };
  return { patch: formatPatch(parsed, path), kept: (start + end) / Math.max(1, old.length, now.length) };
}

/** Each line with its newline, if it has one. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function marked(mark: string, line: string): readonly string[] {
  return line.endsWith("\n") ? [mark + line.slice(0, -1)] : [mark + line, "\\ No newline at end of file"];
}
