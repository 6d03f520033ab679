import type { FileEntry, FilesEvent } from "../protocol/index.ts";
import type { FilesState } from "./FilesState.ts";
import { findFile, listFiles } from "./FilesState.ts";

export type FileListing = {
  readonly entries: readonly FileEntry[];
  /** There are more entries than the listing's limit. */
  readonly truncated: boolean;
};

/** What differs between the state and a listing. */
export function listingEvents(state: FilesState, listing: FileListing): readonly FilesEvent[] {
  const events: FilesEvent[] = [];
  const listed = new Set<string>();
  for (const entry of listing.entries) {
    listed.add(entry.path);
    const known = findFile(state, entry.path);
    if (known?.kind !== entry.kind || known.size !== entry.size || known.modifiedAt !== entry.modifiedAt) {
      events.push({ type: "file.set", entry });
    }
  }
  for (const { path } of listFiles(state)) if (!listed.has(path)) events.push({ type: "file.remove", path });
  if (listing.truncated !== state.truncated) events.push({ type: "files.truncated", truncated: listing.truncated });
  return events;
}
