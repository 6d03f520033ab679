import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FileWatcher } from "../FileWatcher.ts";
import type { FakePort } from "./createFakePort.ts";
import { createFakePort } from "./createFakePort.ts";

const file = (path: string, size = 1) => ({ path, kind: "file", size, modifiedAt: size }) as const;
const folder = (path: string) => ({ path, kind: "directory" }) as const;
const set = (entry: ReturnType<typeof file> | ReturnType<typeof folder>) => ({ type: "set", entry }) as const;
const remove = (path: string) => ({ type: "remove", path }) as const;
const message = (eventType: string, path: string, isDirectory = false) =>
  JSON.stringify({ type: "file-change", eventType, path: `/workspace/${path}`, isDirectory });

let fake: FakePort;
let watcher: FileWatcher;
let seen: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  fake = createFakePort();
  watcher = new FileWatcher();
  seen = [];
  fake.holds(folder("src"), file("src/old.ts"));
  watcher.start(fake.port, (text) => seen.push(text));
  await vi.advanceTimersByTimeAsync(100);
});
afterEach(() => {
  watcher.stop();
  vi.useRealTimers();
});

describe("a file watcher", () => {
  it("says what was made, changed and deleted since it stands, with absolute paths", async () => {
    expect([watcher.isRunning, seen]).toEqual([true, []]);
    fake.changes(set(file("src/new.ts")), set(file("src/old.ts", 2)), set(folder("lib")));
    fake.changes(remove("src/old.ts"), remove("never-there"), remove("src"));
    await vi.advanceTimersByTimeAsync(100);
    expect(seen).toEqual([
      message("create", "src/new.ts"),
      message("modify", "src/old.ts"),
      message("create", "lib", true),
      message("delete", "src/old.ts"),
      message("delete", "src", true),
    ]);
  });

  it("keeps names as they are", async () => {
    const name = 'a "b"\n\u202Ec.txt';
    fake.changes(set(file(name)));
    await vi.advanceTimersByTimeAsync(100);
    expect(seen).toEqual([message("create", name)]);
  });

  it("says what happened while it could not see", async () => {
    fake.dropsWatch();
    fake.holds(folder("src"), file("src/later.ts"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen).toEqual([message("create", "src/later.ts"), message("delete", "src/old.ts")]);
    fake.changes();
    await vi.advanceTimersByTimeAsync(100);
    expect(seen).toHaveLength(2);
  });

  it("of an empty workspace tells the first file", async () => {
    watcher.stop();
    fake.holds();
    watcher.start(fake.port, (text) => seen.push(text));
    await vi.advanceTimersByTimeAsync(100);
    fake.changes(set(file("first")));
    await vi.advanceTimersByTimeAsync(100);
    expect(seen).toEqual([message("create", "first")]);
  });

  it("is silent once it is stopped, and can be stopped and started again", async () => {
    fake.changes(set(file("a")));
    watcher.stop();
    watcher.stop();
    await vi.advanceTimersByTimeAsync(100);
    expect([watcher.isRunning, seen]).toEqual([false, []]);
    watcher.start(fake.port, (text) => seen.push(text));
    watcher.start(fake.port, () => seen.push("twice"));
    await vi.advanceTimersByTimeAsync(100);
    fake.changes(set(file("b")));
    await vi.advanceTimersByTimeAsync(100);
    expect(seen).toEqual([message("create", "b")]);
  });
});
