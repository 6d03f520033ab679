import type { JsonValue, ToolPart } from "@opencode-kit/client/protocol";

/** A text field of a tool's input, or undefined. */
export function inputText(part: ToolPart, key: string): string | undefined {
  const value = part.input[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The object in a JSON value, or an empty one. */
export function asObject(value: JsonValue | undefined): { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return typeof value === "object" && value !== null && isList(value) ? value : [];
}

export function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

export function asCount(value: JsonValue | undefined): number {
  return typeof value === "number" ? value : 0;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Lines of a text; a final newline ends the last line, it does not begin one. */
export function countLines(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

/** The new file's content as a unified patch. */
export function patchOfNewFile(path: string, content: string): string {
  const lines = content === "" ? [] : content.replace(/\n$/, "").split("\n");
  const body = lines.map((line) => `+${line}`).join("\n");
  return `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${body}\n`;
}

/** Added and removed lines of a unified patch. */
export function countPatch(patch: string): { readonly additions: number; readonly deletions: number } {
  let additions = 0;
  let deletions = 0;
  let isInHunk = false;
  for (const line of patch.split("\n")) {
    if (line.startsWith("@@")) isInHunk = true;
    else if (line.startsWith("Index: ") || line.startsWith("diff ")) isInHunk = false;
    else if (isInHunk && line.startsWith("+")) additions++;
    else if (isInHunk && line.startsWith("-")) deletions++;
  }
  return { additions, deletions };
}
