import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SandboxPort, WorkspaceChange } from "../SandboxPort.ts";
import { HOSTILE_NAMES } from "./hostileNames.ts";
import type { OpenedForTest, OpenForTest } from "./OpenedForTest.ts";

const STORM = 3000;

/** What a reader of the watch knows: a listing where it has to be read, and the changes since. */
class Follower {
  readonly batches: (readonly WorkspaceChange[])[] = [];
  readonly known = new Set<string>();
  readonly ended: Promise<void>;
  readonly #stop = new AbortController();

  constructor(sandbox: SandboxPort) {
    this.ended = this.#follow(sandbox);
    this.ended.catch(() => {});
  }

  get changes(): readonly WorkspaceChange[] {
    return this.batches.flat();
  }

  get removed(): readonly string[] {
    return this.changes.flatMap((change) => (change.type === "remove" ? [change.path] : []));
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }

  async #follow(sandbox: SandboxPort): Promise<void> {
    for await (const batch of sandbox.watchFiles(this.#stop.signal)) {
      if (batch.length === 0) await this.#list(sandbox);
      for (const change of batch) {
        if (change.type === "set") this.known.add(change.entry.path);
        else for (const path of this.known) if (`${path}/`.startsWith(`${change.path}/`)) this.known.delete(path);
      }
      this.batches.push(batch);
    }
  }

  async #list(sandbox: SandboxPort): Promise<void> {
    const { entries } = await sandbox.listFiles();
    this.known.clear();
    for (const { path } of entries) this.known.add(path);
  }
}

export function describeWatch(open: OpenForTest): void {
  describe("the watch", () => {
    let opened: OpenedForTest;
    let sandbox: SandboxPort;
    let follower: Follower;
    const at = (path: string): string => join(opened.directory, path);
    /** Waits until the reader knows just these paths. */
    const expectKnown = async (...paths: readonly string[]): Promise<void> => {
      await expect.poll(() => [...follower.known].sort(), { timeout: opened.waitMs }).toEqual([...paths].sort());
    };

    beforeAll(async () => {
      opened = await open();
      sandbox = opened.sandbox;
      await sandbox.openWorkspace();
    });

    afterAll(() => opened?.close());

    beforeEach(async () => {
      for (const name of await readdir(opened.directory)) {
        if (name !== ".git") await rm(at(name), { recursive: true });
      }
      await writeFile(at("old"), "");
      follower = new Follower(sandbox);
      await expect.poll(() => follower.batches[0], { timeout: opened.waitMs }).toEqual([]);
    });

    afterEach(() => follower?.end());

    it("begins with an empty batch, which asks for a listing", async () => {
      await expectKnown("old");
      expect(follower.batches[0]).toEqual([]);
    });

    it("tells of new files and folders, with their facts", async () => {
      await mkdir(at("new/deep"), { recursive: true });
      await writeFile(at("new/deep/file.txt"), "text");
      await expectKnown("old", "new", "new/deep", "new/deep/file.txt");
      await expect
        .poll(() => follower.changes, { timeout: opened.waitMs })
        .toContainEqual({
          type: "set",
          entry: expect.objectContaining({ path: "new/deep/file.txt", kind: "file", size: 4 }),
        });
    });

    it("tells of a change", async () => {
      await writeFile(at("old"), "longer");
      await expect
        .poll(() => follower.changes, { timeout: opened.waitMs })
        .toContainEqual({ type: "set", entry: expect.objectContaining({ path: "old", size: 6 }) });
    });

    it("tells that files are gone, and that a folder is, with all in it", async () => {
      await mkdir(at("folder/deep"), { recursive: true });
      await Promise.all(Array.from({ length: 40 }, (_, i) => writeFile(at(`folder/deep/${i}`), "")));
      await writeFile(at("file"), "");
      await expect.poll(() => follower.known.size, { timeout: opened.waitMs }).toBe(44);
      await rm(at("folder"), { recursive: true });
      await rm(at("file"));
      await expectKnown("old");
      expect(follower.removed).toEqual(expect.arrayContaining(["folder", "file"]));
    });

    it("tells a rename as an end and a beginning", async () => {
      await mkdir(at("from/deep"), { recursive: true });
      await writeFile(at("from/deep/file"), "text");
      await expectKnown("old", "from", "from/deep", "from/deep/file");
      await rename(at("from"), at("to"));
      await expectKnown("old", "to", "to/deep", "to/deep/file");
      await rename(at("to/deep/file"), at("moved"));
      await expectKnown("old", "to", "to/deep", "moved");
      await rename(at("moved"), at("old"));
      await expectKnown("old", "to", "to/deep");
    });

    it("knows what was replaced by its like", async () => {
      await writeFile(at("old.new"), "replaced");
      await rename(at("old.new"), at("old"));
      await expectKnown("old");
      await rm(at("old"));
      await mkdir(at("old"));
      await writeFile(at("old/file"), "");
      await expectKnown("old", "old/file");
    });

    it("tells of every name", async () => {
      for (const name of HOSTILE_NAMES) await writeFile(at(name), "");
      await expectKnown("old", ...HOSTILE_NAMES);
      for (const name of HOSTILE_NAMES) await rm(at(name));
      await expectKnown("old");
    });

    it("says nothing of what is ignored", async () => {
      await mkdir(at("node_modules/x"), { recursive: true });
      await writeFile(at("node_modules/x/file"), "");
      await mkdir(at(".git"), { recursive: true });
      await writeFile(at(".git/file"), "");
      await writeFile(at("last"), "");
      await expectKnown("last", "old");
      expect(JSON.stringify(follower.changes)).not.toMatch(/node_modules|\.git/);
      await rm(at(".git/file"));
    });

    it("follows a changed .gitignore", async () => {
      await mkdir(at("build"));
      await writeFile(at("build/file"), "");
      await writeFile(at("a.log"), "");
      await expectKnown("a.log", "build", "build/file", "old");
      await writeFile(at(".gitignore"), "build/\n*.log\n");
      await expectKnown(".gitignore", "old");
      const before = follower.changes.length;
      await writeFile(at("build/other"), "");
      await writeFile(at("b.log"), "");
      await writeFile(at("b.txt"), "");
      await expectKnown(".gitignore", "b.txt", "old");
      expect(JSON.stringify(follower.changes.slice(before))).not.toMatch(/build|\.log/);
      await writeFile(at(".gitignore"), "*.log\n");
      await expectKnown(".gitignore", "b.txt", "build", "build/file", "build/other", "old");
      await writeFile(at("build/late"), "");
      await expectKnown(".gitignore", "b.txt", "build", "build/file", "build/late", "build/other", "old");
    });

    it("loses nothing in a storm, and does not tell all of it", async () => {
      const folders = Array.from({ length: 30 }, (_, i) => `storm-${i}`);
      await Promise.all(
        folders.map(async (folder) => {
          await mkdir(at(folder));
          for (let i = 0; i < STORM / folders.length; i += 1) await writeFile(at(`${folder}/${i}`), "");
        }),
      );
      await expect.poll(() => follower.known.size, { timeout: 3 * opened.waitMs }).toBe(STORM + 31);
      await Promise.all(folders.map((folder) => rm(at(folder), { recursive: true })));
      await expect.poll(() => [...follower.known], { timeout: 3 * opened.waitMs }).toEqual(["old"]);
      expect(follower.removed.length).toBeLessThan(STORM / 2);
    });

    it("ends with its signal, and does not begin after it", async () => {
      await follower.end();
      for await (const _batch of sandbox.watchFiles(AbortSignal.abort())) expect.unreachable();
      const told = follower.batches.length;
      await writeFile(at("late"), "");
      expect((await sandbox.listFiles()).entries.map(({ path }) => path)).toContain("late");
      expect(follower.batches).toHaveLength(told);
    });
  });
}
