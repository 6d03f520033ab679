import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listWorkspace, openWorkspaceFile, statWorkspace } from "./workspaceFiles.ts";

let root: string;
let directory: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "opencode-kit-test-")));
  directory = join(root, "workspace");
  await mkdir(join(directory, "src"), { recursive: true });
  await writeFile(join(directory, "src/a.txt"), "hello");
  await writeFile(join(root, "secret.txt"), "secret");
  await mkdir(join(root, "workspace-other"));
  await writeFile(join(root, "workspace-other/b.txt"), "other");
});

afterEach(() => rm(root, { recursive: true }));

describe("listWorkspace", () => {
  it("names files and folders, less what is ignored", async () => {
    await mkdir(join(directory, ".git"));
    await mkdir(join(directory, "node_modules/x"), { recursive: true });
    await writeFile(join(directory, ".env"), "");
    expect(await listWorkspace(directory)).toEqual({
      entries: [
        { path: ".env", kind: "file", size: 0, modifiedAt: expect.any(Number) },
        { path: "src", kind: "directory", modifiedAt: expect.any(Number) },
        { path: "src/a.txt", kind: "file", size: 5, modifiedAt: expect.any(Number) },
      ],
      truncated: false,
    });
  });

  it("stops at its limit and says so", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeFile(join(directory, `f${i}`), "")));
    const { entries, truncated } = await listWorkspace(directory, 10);
    expect(entries).toHaveLength(10);
    expect(truncated).toBe(true);
    expect((await listWorkspace(directory, 22)).truncated).toBe(false);
  });

  it("names links to files inside, and no others", async () => {
    await symlink("src/a.txt", join(directory, "inside"));
    await symlink("src", join(directory, "folder"));
    await symlink(".", join(directory, "circle"));
    await symlink(join(root, "secret.txt"), join(directory, "outside"));
    await symlink("nowhere", join(directory, "broken"));
    const { entries } = await listWorkspace(directory);
    expect(entries.map(({ path }) => path)).toEqual(["inside", "src", "src/a.txt"]);
  });
});

describe("openWorkspaceFile", () => {
  it("opens a file, also by a link inside", async () => {
    await symlink("src/a.txt", join(directory, "inside"));
    const { handle, size } = await openWorkspaceFile(directory, "inside");
    expect([size, await handle.readFile("utf8")]).toEqual([5, "hello"]);
    await handle.close();
  });

  it.each([
    "",
    ".",
    "src",
    "missing",
    "../secret.txt",
    "src/../../secret.txt",
    "../workspace-other/b.txt",
    "a\0b",
    "link",
    "deep/secret.txt",
    "pipe",
  ])("has no file %j", async (path) => {
    await symlink(join(root, "secret.txt"), join(directory, "link"));
    await symlink(root, join(directory, "deep"));
    execFileSync("mkfifo", [join(directory, "pipe")]);
    await expect(openWorkspaceFile(directory, path)).rejects.toMatchObject({ code: "not_found" });
    await expect(openWorkspaceFile(directory, join(root, path))).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("statWorkspace", () => {
  it("tells the facts of files and folders, by the path that was asked for", async () => {
    await symlink("src/a.txt", join(directory, "inside"));
    expect(await statWorkspace(directory, "src//a.txt")).toMatchObject({ path: "src/a.txt", kind: "file", size: 5 });
    expect(await statWorkspace(directory, "inside")).toMatchObject({ path: "inside", kind: "file", size: 5 });
    expect(await statWorkspace(directory, "src")).toMatchObject({ path: "src", kind: "directory" });
    await expect(statWorkspace(directory, "../secret.txt")).rejects.toMatchObject({ code: "not_found" });
  });
});
