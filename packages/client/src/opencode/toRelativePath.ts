import type { JsonValue } from "../protocol/index.ts";
import { isJsonObject } from "./readers.ts";

/**
 * A path as OpenCode names it (absolute in tool inputs, relative in summaries), relative to the workspace. A path
 * outside of the workspace stays absolute.
 */
export function toRelativePath(directory: string, path: string): string {
  const normal = path.replaceAll("\\", "/");
  const root = directory.replaceAll("\\", "/").replace(/\/+$/, "");
  if (normal === root) return ".";
  return normal.startsWith(`${root}/`) ? normal.slice(root.length + 1) : normal.replace(/^\.\//, "");
}

/** The same for every text of a value that names files of the workspace: patches, paths, titles. */
export function withRelativePaths<T extends JsonValue>(directory: string, from: T): T {
  return relative(`${directory.replace(/\/+$/, "")}/`, from) as T;
}

function relative(root: string, value: JsonValue): JsonValue {
  if (typeof value === "string") return value.includes(root) ? value.replaceAll(root, "") : value;
  if (Array.isArray(value)) return value.map((each: JsonValue) => relative(root, each));
  if (!isJsonObject(value)) return value;
  const result: { [key: string]: JsonValue } = {};
  for (const [key, each] of Object.entries(value)) result[key] = relative(root, each);
  return result;
}
