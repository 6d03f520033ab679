import type { FileEntry, FilesEvent } from "@opencode-kit/client/protocol";
import type { FilesState } from "@opencode-kit/client/state";
import { INITIAL_FILES_STATE, listFiles, reduceFiles } from "@opencode-kit/client/state";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SandboxPort, WorkspaceChange } from "../sandbox/SandboxPort.ts";
import { FilesFeed } from "./FilesFeed.ts";

const file = (path: string, size = 1): FileEntry => ({ path, kind: "file", size });

/** A workspace whose watch says what a test wants. */
function createFakeFiles() {
  let entries: readonly FileEntry[] = [];
  let listingError: Error | undefined;
  let lost: ((error: Error) => void) | undefined;
  const batches: (readonly WorkspaceChange[])[] = [];
  let state: FilesState = INITIAL_FILES_STATE;
  const frames: (readonly FilesEvent[])[] = [];
  let listings = 0;
  const port = {
    listFiles: async () => {
      listings++;
      if (listingError !== undefined) throw listingError;
      return { entries, truncated: false };
    },
    async *watchFiles(signal: AbortSignal) {
      const ending = new Promise<never>((_, reject) => {
        lost = reject;
        signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
      });
      ending.catch(() => undefined);
      yield [];
      while (true) {
        yield* batches.splice(0);
        await Promise.race([ending, new Promise((resolve) => setTimeout(resolve, 1))]);
      }
    },
  } as unknown as SandboxPort;
  const feed = new FilesFeed(port, {
    state: () => state,
    append: (events) => {
      frames.push(events);
      state = events.reduce(reduceFiles, state);
    },
  });
  return {
    feed,
    frames,
    paths: () => listFiles(state).map(({ path }) => path),
    listings: () => listings,
    holds: (...held: readonly FileEntry[]) => void (entries = held),
    changes: (...batch: readonly WorkspaceChange[]) => void batches.push(batch),
    cannotList: (error: Error | undefined) => void (listingError = error),
    loses: () => lost?.(new Error("The sandbox is gone.")),
  };
}

let running: FilesFeed | undefined;
function start() {
  const files = createFakeFiles();
  running = files.feed;
  files.holds(file("a"));
  files.feed.start();
  return files;
}

afterEach(() => running?.stop());

describe("the feed of a workspace's files", () => {
  it("tells of a storm on one file by its last change alone", async () => {
    const files = start();
    await vi.waitFor(() => expect(files.paths()).toEqual(["a"]));
    const before = files.frames.length;
    for (let size = 1; size <= 500; size++) files.changes({ type: "set", entry: file("b", size) });
    await vi.waitFor(() => expect(files.paths()).toEqual(["a", "b"]));
    expect(files.frames.slice(before)).toEqual([[{ type: "file.set", entry: file("b", 500) }]]);
  });

  it("keeps nothing of a folder that was removed and made anew", async () => {
    const files = start();
    const folder = { path: "dir", kind: "directory" } as const;
    files.changes({ type: "set", entry: folder }, { type: "set", entry: file("dir/old") });
    await vi.waitFor(() => expect(files.paths()).toContain("dir/old"));
    files.changes({ type: "remove", path: "dir" }, { type: "set", entry: folder });
    files.changes({ type: "set", entry: file("dir/new") });
    await vi.waitFor(() => expect(files.paths()).toContain("dir/new"));
    expect(files.paths()).not.toContain("dir/old");
  });

  it("lists again where changes were dropped", async () => {
    const files = start();
    await vi.waitFor(() => expect(files.paths()).toEqual(["a"]));
    files.holds(file("b"), file("c"));
    files.changes();
    await vi.waitFor(() => expect(files.paths()).toEqual(["b", "c"]));
  });

  it("lists again when a lost sandbox is back", async () => {
    const files = start();
    await vi.waitFor(() => expect(files.paths()).toEqual(["a"]));
    files.holds(file("b"));
    files.loses();
    await vi.waitFor(() => expect(files.paths()).toEqual(["b"]), { timeout: 5_000 });
  });

  it("lists again when another workspace has taken the place of the one that it follows", async () => {
    const files = start();
    await vi.waitFor(() => expect(files.paths()).toEqual(["a"]));
    files.holds(file("b"));
    files.feed.restart();
    await vi.waitFor(() => expect(files.paths()).toEqual(["b"]));
  });

  it("keeps what it knows while a listing fails", async () => {
    const files = start();
    await vi.waitFor(() => expect(files.paths()).toEqual(["a"]));
    const before = files.listings();
    files.cannotList(new Error("The disk is busy."));
    files.holds(file("b"));
    files.changes();
    await vi.waitFor(() => expect(files.listings()).toBeGreaterThan(before));
    expect(files.paths()).toEqual(["a"]);
    files.cannotList(undefined);
    await vi.waitFor(() => expect(files.paths()).toEqual(["b"]), { timeout: 5_000 });
  });
});
