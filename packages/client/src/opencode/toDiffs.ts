import type { FileDiff, FileStatus, RunEvent, ToolPart } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { count, isEqual, object, objects, text } from "./readers.ts";
import { toRelativePath } from "./toRelativePath.ts";

/**
 * The changes that OpenCode's summary of the turn makes to the run's diffs. The summary knows every file, those made
 * by commands too. An empty one says nothing: it comes before the first change, and always without git.
 */
export function summaryDiffEvents(state: RunState, summary: JsonObject, directory: string): readonly RunEvent[] {
  const diffs = objects(summary, "diffs").map((raw) => toFileDiff(raw, directory));
  if (diffs.length === 0) return [];
  const before = new Map(state.diffs.map((diff) => [diff.path, diff]));
  const events: RunEvent[] = [];
  for (const diff of diffs) {
    if (!isEqual(before.get(diff.path), diff)) events.push({ type: "diff.set", diff });
    before.delete(diff.path);
  }
  for (const path of before.keys()) events.push({ type: "diff.remove", path });
  return events;
}

/** What a tool that just ended says of the files it changed, for files that no summary has told of yet. */
export function toolDiffEvents(
  state: RunState,
  part: ToolPart,
  raw: JsonObject,
  directory: string,
): readonly RunEvent[] {
  if (part.status !== "completed") return [];
  return toolDiffs(part, object(object(raw, "state"), "metadata"), directory)
    .filter((diff) => !state.diffs.some((known) => known.path === diff.path))
    .map((diff) => ({ type: "diff.set", diff }));
}

function toolDiffs(part: ToolPart, metadata: JsonObject, directory: string): readonly FileDiff[] {
  if (part.tool === "write" && metadata["exists"] === false) {
    const path = text(part.input, "filePath");
    return path === undefined ? [] : [addedFile(toRelativePath(directory, path), text(part.input, "content") ?? "")];
  }
  const files = [...objects(metadata, "files"), object(metadata, "filediff")];
  return files.filter((file) => text(file, "patch") !== undefined).map((file) => toFileDiff(file, directory));
}

function toFileDiff(raw: JsonObject, directory: string): FileDiff {
  const path = text(raw, "relativePath") ?? text(raw, "file") ?? text(raw, "filePath") ?? "";
  const patch = text(raw, "patch") ?? "";
  return {
    path: toRelativePath(directory, path),
    status: toStatus(text(raw, "status") ?? text(raw, "type")),
    additions: count(raw, "additions") ?? 0,
    deletions: count(raw, "deletions") ?? 0,
    patch: patch.replaceAll(`${directory}/`, ""),
  };
}

function toStatus(status: string | undefined): FileStatus {
  switch (status) {
    case "added":
    case "add":
      return "added";
    case "deleted":
    case "delete":
      return "deleted";
    case "renamed":
    case "move":
      return "renamed";
    default:
      return "modified";
  }
}

function addedFile(path: string, content: string): FileDiff {
  const lines = content === "" ? [] : content.replace(/\n$/, "").split("\n");
  const body = lines.map((line) => `+${line}\n`).join("");
  const end = content !== "" && !content.endsWith("\n") ? "\\ No newline at end of file\n" : "";
  return {
    path,
    status: "added",
    additions: lines.length,
    deletions: 0,
    patch: `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${body}${end}`,
  };
}
