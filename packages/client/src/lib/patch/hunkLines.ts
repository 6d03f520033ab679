import type { PatchLine } from "./PatchStep.ts";

/** Follows a line that is the last of its file and has no newline. */
export const NO_NEWLINE = "\\ No newline at end of file";

export function isMark(line: string | undefined): boolean {
  return line?.startsWith("\\") === true;
}

/** A hunk's lines with their newlines; undefined where one has no prefix, or a mark has no line. */
export function readHunkLines(lines: readonly string[]): readonly PatchLine[] | undefined {
  const read: PatchLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const kind = line[0];
    if (kind !== " " && kind !== "+" && kind !== "-") return undefined;
    if (!isMark(lines[i + 1])) {
      read.push({ kind, text: `${line.slice(1)}\n` });
      continue;
    }
    // A file does not end with a line that has neither text nor newline.
    if (line.length === 1) return undefined;
    read.push({ kind, text: line.slice(1) });
    i++;
  }
  return read;
}

/** The opposite of `readHunkLines`. */
export function writeHunkLines(lines: readonly PatchLine[]): readonly string[] {
  const written: string[] = [];
  for (const { kind, text } of lines) {
    if (text.endsWith("\n")) written.push(kind + text.slice(0, -1));
    else written.push(kind + text, NO_NEWLINE);
  }
  return written;
}
