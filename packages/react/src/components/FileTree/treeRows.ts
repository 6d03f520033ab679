import type { FileEntry } from "@opencode-kit/client/protocol";

type Folder = { readonly folders: Map<string, Folder>; readonly files: Map<string, FileEntry | undefined> };

/** One visible row of a tree. `position` counts from 1 among its siblings, of which there are `setSize`. */
export type TreeRow = {
  readonly path: string;
  readonly name: string;
  readonly kind: "file" | "directory";
  /** 1 for the top. */
  readonly level: number;
  readonly setSize: number;
  readonly position: number;
  readonly isExpanded: boolean;
  readonly entry: FileEntry | undefined;
};

export type FileNode = { readonly root: Folder; readonly entries: ReadonlyMap<string, FileEntry> };

function newFolder(): Folder {
  return { folders: new Map(), files: new Map() };
}

/** Files in their folders. Folders that only a file's path names exist too. */
export function buildTree(entries: readonly FileEntry[]): FileNode {
  const root = newFolder();
  const byPath = new Map<string, FileEntry>();
  for (const entry of entries) {
    const names = entry.path.split("/").filter((name) => name !== "");
    const last = names.pop();
    if (last === undefined) continue;
    let folder = root;
    for (const name of names) folder = folderIn(folder, name);
    byPath.set([...names, last].join("/"), entry);
    if (entry.kind === "directory") folderIn(folder, last);
    else folder.files.set(last, entry);
  }
  return { root, entries: byPath };
}

function folderIn(folder: Folder, name: string): Folder {
  let child = folder.folders.get(name);
  if (child === undefined) folder.folders.set(name, (child = newFolder()));
  return child;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Names that a collator takes for equal still have one order. */
function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

/** The rows that are visible with these folders open: folders first, then files, each by name. */
export function treeRows(tree: FileNode, expanded: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (folder: Folder, prefix: string, level: number): void => {
    const folders = [...folder.folders.keys()].sort(byName);
    const files = [...folder.files.keys()].filter((name) => !folder.folders.has(name)).sort(byName);
    const setSize = folders.length + files.length;
    let position = 0;
    for (const name of folders) {
      const path = prefix + name;
      const isExpanded = expanded.has(path);
      const entry = tree.entries.get(path);
      rows.push({ path, name, kind: "directory", level, setSize, position: ++position, isExpanded, entry });
      const child = folder.folders.get(name);
      if (isExpanded && child !== undefined) walk(child, `${path}/`, level + 1);
    }
    for (const name of files) {
      const path = prefix + name;
      const entry = folder.files.get(name);
      rows.push({ path, name, kind: "file", level, setSize, position: ++position, isExpanded: false, entry });
    }
  };
  walk(tree.root, "", 1);
  return rows;
}

/** The folders above a path, nearest last. */
export function foldersAbove(path: string): readonly string[] {
  const names = path.split("/");
  return names.slice(0, -1).map((_, at) => names.slice(0, at + 1).join("/"));
}
