import type { FileEntry, FilesEvent, FilesSnapshot } from "../protocol/index.ts";
import { Table } from "./Table.ts";

/** An entry under its path, which is its id in the table. */
type FileRow = { readonly id: string; readonly entry: FileEntry };

/** The workspace's files. Immutable. */
export type FilesState = {
  readonly rows: Table<FileRow>;
  /** The listing reached its limit; there are more files than these. */
  readonly truncated: boolean;
};

export const INITIAL_FILES_STATE: FilesState = { rows: Table.empty<FileRow>(), truncated: false };

/** The state after one event. Pure. Unknown types change nothing. */
export function reduceFiles(state: FilesState, event: FilesEvent): FilesState {
  switch (event.type) {
    case "file.set":
      return { ...state, rows: state.rows.set({ id: event.entry.path, entry: event.entry }) };
    case "file.remove": {
      const isFolder = state.rows.get(event.path)?.entry.kind === "directory";
      let rows = state.rows.delete(event.path);
      if (isFolder) {
        const below = `${event.path}/`;
        for (const row of state.rows) if (row.id.startsWith(below)) rows = rows.delete(row.id);
      }
      return { ...state, rows };
    }
    case "files.truncated":
      return { ...state, truncated: event.truncated };
    default:
      return state;
  }
}

/** All entries, in the order in which they were first seen. */
export function listFiles(state: FilesState): readonly FileEntry[] {
  return [...state.rows].map((row) => row.entry);
}

export function findFile(state: FilesState, path: string): FileEntry | undefined {
  return state.rows.get(path)?.entry;
}

export function toFilesSnapshot(state: FilesState): FilesSnapshot {
  return { entries: listFiles(state), truncated: state.truncated };
}

export function fromFilesSnapshot(snapshot: FilesSnapshot): FilesState {
  return {
    rows: Table.from(snapshot.entries.map((entry) => ({ id: entry.path, entry }))),
    truncated: snapshot.truncated,
  };
}
