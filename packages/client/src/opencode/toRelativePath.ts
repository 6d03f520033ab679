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
