import { movedFilePatch } from "./movedFilePatch.ts";

export type FileContent = { readonly path: string; readonly content: string };
export type Move = { readonly from: string; readonly patch: string };

/** With more pairs than this only files with the same text are found. */
const MAX_PAIRS = 2_500;
/** The share of lines that a moved file has kept, as git asks by default. */
const MIN_KEPT = 0.5;

/** Which of the new files are old ones under another name, by new path. Each old file is taken once. */
export function findMoves(
  gone: readonly FileContent[],
  added: readonly FileContent[],
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, Move> {
  const moves = new Map<string, Move>();
  for (const { path, content } of added) {
    const from = known.get(path);
    const old = from === undefined ? undefined : gone.find((file) => file.path === from);
    if (old !== undefined) moves.set(path, { from: old.path, patch: changeOf(old, { path, content }).patch });
  }
  const left = new Set(gone.map(({ path }) => path));
  for (const { from } of moves.values()) left.delete(from);
  const byContent = new Map(gone.filter(({ path }) => left.has(path)).map(({ path, content }) => [content, path]));
  for (const { path, content } of added) {
    const from = moves.has(path) ? undefined : byContent.get(content);
    if (from === undefined) continue;
    byContent.delete(content);
    moves.set(path, { from, patch: "" });
  }
  const taken = new Set([...moves.values()].map(({ from }) => from));
  const [oldFiles, newFiles] = [
    gone.filter(({ path }) => !taken.has(path)),
    added.filter(({ path }) => !moves.has(path)),
  ];
  if (oldFiles.length * newFiles.length > MAX_PAIRS) return moves;
  for (const file of newFiles) {
    const best = oldFiles
      .filter((old) => !taken.has(old.path))
      .map((old) => ({ from: old.path, ...changeOf(old, file) }))
      .toSorted((a, b) => b.kept - a.kept)[0];
    if (best === undefined || best.kept < MIN_KEPT) continue;
    taken.add(best.from);
    moves.set(file.path, { from: best.from, patch: best.patch });
  }
  return moves;
}

function changeOf(old: FileContent, file: FileContent): { readonly patch: string; readonly kept: number } {
  return old.content === file.content
    ? { patch: "", kept: 1 }
    : movedFilePatch(old.content, file.content, old.path, file.path);
}
