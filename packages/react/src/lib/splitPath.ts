/** A path as the folder with its slash, and the name. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf("/", path.length - 2);
  return [path.slice(0, at + 1), path.slice(at + 1)];
}
