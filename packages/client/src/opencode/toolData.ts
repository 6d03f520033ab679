import { formatPatch, parsePatch, reduceContext } from "../lib/patch/index.ts";
import type { JsonValue } from "../protocol/index.ts";
import type { JsonObject } from "./readers.ts";
import { isJsonObject, text } from "./readers.ts";
import { toRelativePath, withRelativePaths } from "./toRelativePath.ts";

/** Inputs of OpenCode's tools that name a file or a folder. */
const PATH_INPUTS = ["filePath", "path", "workdir"];

/** What a tool calls itself, unless it only repeats a text of its input. */
export function toTitle(title: string | undefined, input: JsonObject): string | undefined {
  return title === "" || Object.values(input).includes(title ?? "") ? undefined : title;
}

/** A tool's input with its paths relative to the workspace. Contents and commands stay as they are. */
export function toInput(input: JsonObject, directory: string): JsonObject {
  let result = input;
  for (const key of PATH_INPUTS) {
    const path = text(input, key);
    const relative = path === undefined ? undefined : toRelativePath(directory, path);
    if (relative !== undefined && relative !== path) result = { ...result, [key]: relative };
  }
  return result;
}

/**
 * A tool's or a permission's metadata: paths relative to the workspace, patches in one form, and one copy of each:
 * OpenCode repeats the output, and what has a place of its own.
 */
export function toMetadata(metadata: JsonObject, directory: string, input: JsonObject = {}): JsonObject {
  const { output: _o, filediff, preview: _p, display: _s, todos: _t, diagnostics: _d, ...rest } = metadata;
  const { diff, files, ...others } = rest;
  const kept: { [key: string]: JsonValue } = {};
  for (const [key, value] of Object.entries(withRelativePaths(directory, others))) {
    const isSaid = key === "truncated" ? value === false : key === "description" && value === input[key];
    if (!isSaid) kept[key] = value;
  }
  if (Array.isArray(files)) {
    kept["files"] = files.map((file: JsonValue) => (isJsonObject(file) ? toFile(file, directory) : file));
  } else if (typeof diff === "string") {
    const path = text(isJsonObject(filediff) ? filediff : {}, "file") ?? text(metadata, "filepath");
    kept["diff"] = path === undefined ? diff : canonical(diff, toRelativePath(directory, path));
    if (files !== undefined) kept["files"] = files;
  }
  return kept;
}

function toFile(file: JsonObject, directory: string): JsonObject {
  const { patch, ...facts } = file;
  const path = text(file, "relativePath") ?? toRelativePath(directory, text(file, "filePath") ?? "");
  const kept = withRelativePaths(directory, facts);
  return typeof patch === "string" ? { ...kept, patch: canonical(patch, path) } : kept;
}

function canonical(patch: string, path: string): string {
  const parsed = parsePatch(patch);
  return parsed === undefined ? patch : formatPatch(reduceContext(parsed), path);
}
