import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBackup, deleteBackup, expectBackup, finishRestore, restoreBackup } from "./backups.ts";
import { copyTree } from "./copyTree.ts";

let root: string;
let folder: string;
let backups: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  folder = join(root, "sandbox");
  backups = join(root, "backups");
  await write("workspace/file", "1");
  await write("home/data/sessions", "1");
});

afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const read = (path: string): Promise<string> => readFile(join(folder, path), "utf8");

/** A copy that fails when it comes to the agent's home. */
function failingWith(code: string): typeof copyTree {
  return (from, to, options) =>
    from.endsWith("home")
      ? Promise.reject(Object.assign(new Error(`${code}: it failed`), { code }))
      : copyTree(from, to, options);
}

describe("createBackup", () => {
  it("copies workspace and home, less caches, and says how large they are", async () => {
    for (const path of [
      "home/tmp/x",
      "home/.cache/x",
      "home/.npm/_cacache/x",
      "home/.npm/kept",
      "workspace/tmp/kept",
    ]) {
      await write(path, "x");
    }
    const { id, size, createdAt, handle } = await createBackup({ folder, backups });
    expect([size, handle]).toEqual([4, { id }]);
    expect(Math.abs(Date.now() - createdAt)).toBeLessThan(10_000);
    const names = await readdir(join(backups, id), { recursive: true });
    expect(names.filter((name) => /x$|kept|file|sessions/.test(name)).sort()).toEqual(
      ["home/.npm/kept", "home/data/sessions", "workspace/file", "workspace/tmp/kept"].sort(),
    );
  });

  it.each([
    ["ENOSPC", { code: "disk_full", retryable: false }],
    ["EDQUOT", { code: "disk_full" }],
    ["EIO", { code: "backup_failed", retryable: true }],
  ])("leaves nothing behind that looks like a backup after %s, and those before it alone", async (code, expected) => {
    const good = await createBackup({ folder, backups });
    await expect(createBackup({ folder, backups }, undefined, failingWith(code))).rejects.toMatchObject(expected);
    expect(await readdir(backups)).toEqual([good.id]);
    await expect(expectBackup(backups, good.id)).resolves.toBe(join(backups, good.id));
  });

  it("clears what a host left that was killed in the middle, which is no backup", async () => {
    await mkdir(join(backups, "partial/workspace"), { recursive: true });
    await mkdir(join(backups, "partial/home"));
    await expect(expectBackup(backups, "partial")).rejects.toMatchObject({ code: "backup_missing" });
    const { id } = await createBackup({ folder, backups });
    expect(await readdir(backups)).toEqual([id]);
  });

  it("ends with its signal", async () => {
    const stop = new AbortController();
    const copy: typeof copyTree = (from, to, options) => {
      stop.abort();
      return copyTree(from, to, options);
    };
    await expect(createBackup({ folder, backups }, stop.signal, copy)).rejects.toMatchObject({ code: "backup_failed" });
    expect(await readdir(backups)).toEqual([]);
  });
});

describe("restoreBackup", () => {
  it("puts both folders back as they were, and keeps the backup", async () => {
    const { id } = await createBackup({ folder, backups });
    await write("workspace/file", "2");
    await write("workspace/later", "2");
    await write("home/data/sessions", "2");
    for (let round = 0; round < 2; round += 1) {
      await restoreBackup({ folder, backups }, id);
      expect([await read("workspace/file"), await read("home/data/sessions")]).toEqual(["1", "1"]);
      expect((await readdir(folder)).sort()).toEqual(["home", "workspace"]);
      expect(await readdir(join(folder, "workspace"))).toEqual(["file"]);
    }
  });

  it.each(["", ".", "..", "../sandbox", "a/b", "none", "x".repeat(65)])("has no backup %j", async (id) => {
    await createBackup({ folder, backups });
    await expect(restoreBackup({ folder, backups }, id)).rejects.toMatchObject({ code: "backup_missing" });
    await deleteBackup(backups, id);
    expect(await read("workspace/file")).toBe("1");
    expect(await readdir(backups)).toHaveLength(1);
  });

  it("changes nothing when the copy fails", async () => {
    const { id } = await createBackup({ folder, backups });
    await write("workspace/file", "2");
    await rm(join(backups, id, "home"), { recursive: true });
    await writeFile(join(backups, id, "home"), "not a folder");
    await expect(restoreBackup({ folder, backups }, id)).rejects.toMatchObject({ code: "ENOTDIR" });
    expect(await read("workspace/file")).toBe("2");
    expect((await readdir(folder)).sort()).toEqual(["home", "workspace"]);
  });
});

describe("finishRestore", () => {
  it("drops a copy that is not complete", async () => {
    await write("restoring/workspace/file", "half");
    await finishRestore(folder);
    expect([await read("workspace/file"), (await readdir(folder)).sort()]).toEqual(["1", ["home", "workspace"]]);
  });

  it.each([0, 1, 2])("ends a swap that stopped after %i steps", async (steps) => {
    await write("restored/workspace/file", "2");
    await write("restored/home/data/sessions", "2");
    await mkdir(join(folder, "replaced"));
    if (steps > 0) await rename(join(folder, "home"), join(folder, "replaced/home"));
    if (steps > 1) await rename(join(folder, "restored/home"), join(folder, "home"));
    await finishRestore(folder);
    expect([await read("workspace/file"), await read("home/data/sessions")]).toEqual(["2", "2"]);
    expect((await readdir(folder)).sort()).toEqual(["home", "workspace"]);
  });
});

describe("deleteBackup", () => {
  it("removes one, also twice", async () => {
    const first = await createBackup({ folder, backups });
    const second = await createBackup({ folder, backups });
    await deleteBackup(backups, first.id);
    await deleteBackup(backups, first.id);
    expect(await readdir(backups)).toEqual([second.id]);
  });
});
