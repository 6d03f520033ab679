import type { JsonObject } from "@opencode-kit/client/protocol";
import type { Random } from "../lib/createRandom.ts";
import { codeLine, fileName } from "./texts.ts";

export const ROOT = "/workspace";

export type FileCount = {
  readonly status: "added" | "modified";
  readonly additions: number;
  readonly deletions: number;
};

/** A line that is in the file, or was when the turn or the run began. */
type Line = { readonly text: string; isHere: boolean; wasInTurn: boolean; readonly wasInRun: boolean };
type File = { lines: Line[]; existedInTurn: boolean; readonly existedInRun: boolean; summary: JsonObject | undefined };

/** One change of a file's lines: where, and what is around it. */
export type Edit = {
  readonly path: string;
  /** Number of the first line that is replaced, from 1. */
  readonly start: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly above: readonly string[];
  readonly below: readonly string[];
};

/** The files that the agent works on, with what they were at the start of the turn and of the run. */
export class Workspace {
  readonly #random: Random;
  readonly #files = new Map<string, File>();
  /** Paths of files that changed in this turn, and since they were last taken. */
  readonly #changed = new Set<string>();
  #touched = new Set<string>();

  constructor(random: Random, files: number) {
    this.#random = random;
    for (let i = 0; i < files; i++) {
      const lines = Array.from({ length: random.int(30, 160) }, () => existing(codeLine(random)));
      this.#files.set(`src/${fileName(random)}`, {
        lines,
        existedInTurn: true,
        existedInRun: true,
        summary: undefined,
      });
    }
  }

  /** What changes from here on is another turn's. */
  startTurn(): void {
    for (const path of this.#changed) {
      const file = this.#file(path);
      file.existedInTurn = true;
      file.summary = undefined;
      for (const line of file.lines) line.wasInTurn = line.isHere;
      file.lines = file.lines.filter((line) => line.isHere || line.wasInRun);
    }
    this.#changed.clear();
  }

  /** Newer files are worked on more often. */
  pickPath(): string {
    const paths = [...this.#files.keys()];
    const from = this.#random.chance(0.5) ? Math.max(0, paths.length - 12) : 0;
    return paths[this.#random.int(from, paths.length - 1)] ?? "";
  }

  newPath(folder = "src"): string {
    return `${folder}/${fileName(this.#random)}`;
  }

  lines(path: string): readonly string[] {
    return this.#file(path)
      .lines.filter((line) => line.isHere)
      .map(({ text }) => text);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  write(path: string, lines: readonly string[]): void {
    const known = this.#files.get(path);
    const file = known ?? { lines: [], existedInTurn: false, existedInRun: false, summary: undefined };
    for (const line of file.lines) line.isHere = false;
    file.lines.push(...lines.map(added));
    this.#files.set(path, file);
    this.#touch(path, file);
  }

  /** Replaces some lines of a file. */
  edit(path: string): Edit {
    const file = this.#file(path);
    const here = file.lines.filter((line) => line.isHere);
    const count = Math.min(here.length, this.#random.int(1, 4));
    const start = this.#random.int(0, here.length - count);
    const after = Array.from({ length: this.#random.int(1, 7) }, () => codeLine(this.#random));
    const replaced = here.slice(start, start + count);
    const last = replaced.at(-1);
    const at = last === undefined ? file.lines.length : file.lines.indexOf(last) + 1;
    for (const line of replaced) line.isHere = false;
    file.lines.splice(at, 0, ...after.map(added));
    this.#touch(path, file);
    return {
      path,
      start: start + 1,
      before: replaced.map(({ text }) => text),
      after,
      above: here.slice(Math.max(0, start - 4), start).map(({ text }) => text),
      below: here.slice(start + count, start + count + 4).map(({ text }) => text),
    };
  }

  /** The turn's `summary.diffs`, each file whole around its changes as OpenCode shows it, sorted by path. */
  summary(): readonly JsonObject[] {
    return [...this.#changed].toSorted().map((path) => {
      const file = this.#file(path);
      file.summary ??= toSummary(path, file);
      return file.summary;
    });
  }

  /** Files that changed since this was last asked. */
  takeTouched(): ReadonlySet<string> {
    const touched = this.#touched;
    this.#touched = new Set();
    return touched;
  }

  /** What became of the file since the run began. */
  count(path: string): FileCount {
    const { lines, existedInRun } = this.#file(path);
    const additions = lines.filter((line) => line.isHere && !line.wasInRun).length;
    const deletions = lines.filter((line) => !line.isHere && line.wasInRun).length;
    return { status: existedInRun ? "modified" : "added", additions, deletions };
  }

  #touch(path: string, file: File): void {
    file.lines = file.lines.filter((line) => line.isHere || line.wasInTurn || line.wasInRun);
    file.summary = undefined;
    this.#changed.add(path);
    this.#touched.add(path);
  }

  #file(path: string): File {
    const file = this.#files.get(path);
    if (file === undefined) throw new Error(`The workspace has no file ${path}.`);
    return file;
  }
}

function existing(text: string): Line {
  return { text, isHere: true, wasInTurn: true, wasInRun: true };
}

function added(text: string): Line {
  return { text, isHere: true, wasInTurn: false, wasInRun: false };
}

function toSummary(path: string, { lines, existedInTurn }: File): JsonObject {
  const body: string[] = [];
  let removed: string[] = [];
  let fresh: string[] = [];
  let [additions, deletions, kept] = [0, 0, 0];
  const close = (): void => {
    body.push(...removed, ...fresh);
    [removed, fresh] = [[], []];
  };
  for (const { text, isHere, wasInTurn } of lines) {
    if (isHere && wasInTurn) {
      close();
      body.push(` ${text}`);
      kept++;
    } else if (isHere) {
      fresh.push(`+${text}`);
      additions++;
    } else if (wasInTurn) {
      removed.push(`-${text}`);
      deletions++;
    }
  }
  close();
  const [oldCount, newCount] = [kept + deletions, kept + additions];
  const range = `@@ -${oldCount === 0 ? 0 : 1},${oldCount} +${newCount === 0 ? 0 : 1},${newCount} @@`;
  const head = `Index: ${path}\n${"=".repeat(67)}\n--- ${path}\t\n+++ ${path}\t\n${range}\n`;
  const patch = `${head}${body.join("\n")}\n`;
  return { file: path, patch, additions, deletions, status: existedInTurn ? "modified" : "added" };
}

/** The patch that OpenCode's `edit` puts into its metadata: four lines around the change, shared indentation cut. */
export function editPatch({ path, start, before, after, above, below }: Edit): string {
  const first = start - above.length;
  const around = above.length + below.length;
  const body = [
    ...above.map((line) => ` ${line}`),
    ...before.map((line) => `-${line}`),
    ...after.map((line) => `+${line}`),
    ...below.map((line) => ` ${line}`),
  ];
  const cut = sharedIndent([...above, ...before, ...after, ...below]);
  const file = `${ROOT}/${path}`;
  const range = `@@ -${first},${around + before.length} +${first},${around + after.length} @@`;
  const lines = body.map((line) => `${line[0] ?? ""}${line.slice(1 + cut)}`);
  return `Index: ${file}\n${"=".repeat(67)}\n--- ${file}\n+++ ${file}\n${range}\n${lines.join("\n")}\n`;
}

/** Lines of context that a patch with three lines around its change shows, as {@link editPatch} writes them. */
export function contextOf({ before, after, above, below }: Edit): readonly string[] {
  const cut = sharedIndent([...above, ...before, ...after, ...below]);
  return [...above.slice(-3), ...below.slice(0, 3)].map((line) => line.slice(cut));
}

function sharedIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  return indents.length === 0 ? 0 : Math.min(...indents);
}
