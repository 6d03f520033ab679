import type { JsonObject, JsonValue } from "../protocol/index.ts";

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

/** The same for every text of an object that names files of the workspace: patches, paths, titles. */
export function withRelativePaths(directory: string, from: JsonObject): JsonObject {
  const root = `${directory.replace(/\/+$/, "")}/`;
  const result: { [key: string]: JsonValue } = {};
  for (const [key, value] of Object.entries(from)) {
    result[key] = typeof value === "string" ? value.replaceAll(root, "") : value;
  }
  return result;
}
