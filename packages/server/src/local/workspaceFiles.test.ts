import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listFolder, listWorkspace, openWorkspaceFile, statWorkspace } from "./workspaceFiles.ts";

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

  it("leaves out what the .gitignore files name, and reads no pipe of that name", async () => {
    await writeFile(join(directory, ".gitignore"), "*.log\nbuild/\n");
    await mkdir(join(directory, "build"));
    await writeFile(join(directory, "a.log"), "");
    await writeFile(join(directory, "src/.gitignore"), "!b.log\n*.txt\n");
    await writeFile(join(directory, "src/b.log"), "");
    await mkdir(join(directory, "pipe"));
    execFileSync("mkfifo", [join(directory, "pipe/.gitignore")]);
    const { entries } = await listWorkspace(directory);
    expect(entries.map(({ path }) => path)).toEqual([".gitignore", "pipe", "src", "src/.gitignore", "src/b.log"]);
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
    ["", "bad_request"],
    ["a\0b", "bad_request"],
    ["/etc/passwd", "bad_request"],
    [".", "is_directory"],
    ["src", "is_directory"],
    ["missing", "not_found"],
    ["src/a.txt/b", "not_found"],
    ["x".repeat(300), "not_found"],
    ["pipe", "not_found"],
    ["%2e%2e/secret.txt", "not_found"],
    ["../secret.txt", "outside_workspace"],
    ["../missing", "outside_workspace"],
    ["..", "outside_workspace"],
    ["src/../../secret.txt", "outside_workspace"],
    ["../workspace-other/b.txt", "outside_workspace"],
    ["link", "outside_workspace"],
    ["deep/secret.txt", "outside_workspace"],
  ])("answers %j by %s", async (path, code) => {
    await symlink(join(root, "secret.txt"), join(directory, "link"));
    await symlink(root, join(directory, "deep"));
    execFileSync("mkfifo", [join(directory, "pipe")]);
    await expect(openWorkspaceFile(directory, path)).rejects.toMatchObject({ code });
  });
});

describe("listFolder", () => {
  it("names what is directly in a folder, ignored files too, .git not", async () => {
    await mkdir(join(directory, ".git"));
    await mkdir(join(directory, "node_modules/x"), { recursive: true });
    await writeFile(join(directory, ".gitignore"), "*.log\n");
    await writeFile(join(directory, "a.log"), "");
    const paths = async (path: string) => (await listFolder(directory, path)).entries.map((entry) => entry.path);
    expect(await paths("")).toEqual([".gitignore", "a.log", "node_modules", "src"]);
    expect(await paths("node_modules")).toEqual(["node_modules/x"]);
    await symlink("src", join(directory, "linked"));
    expect(await paths("linked")).toEqual(["linked/a.txt"]);
  });

  it("stops at its limit and says so", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeFile(join(directory, `src/f${i}`), "")));
    expect(await listFolder(directory, "src", 10)).toMatchObject({ truncated: true, entries: { length: 10 } });
    expect(await listFolder(directory, "src", 21)).toMatchObject({ truncated: false, entries: { length: 21 } });
  });

  it.each([
    ["src/a.txt", "not_found"],
    ["missing", "not_found"],
    ["..", "outside_workspace"],
    ["deep", "outside_workspace"],
  ])("answers %j by %s", async (path, code) => {
    await symlink(root, join(directory, "deep"));
    await expect(listFolder(directory, path)).rejects.toMatchObject({ code });
  });
});

describe("statWorkspace", () => {
  it("tells the facts of files and folders, by the path that was asked for", async () => {
    await symlink("src/a.txt", join(directory, "inside"));
    expect(await statWorkspace(directory, "src//a.txt")).toMatchObject({ path: "src/a.txt", kind: "file", size: 5 });
    expect(await statWorkspace(directory, "inside")).toMatchObject({ path: "inside", kind: "file", size: 5 });
    expect(await statWorkspace(directory, "src")).toMatchObject({ path: "src", kind: "directory" });
    await expect(statWorkspace(directory, "../secret.txt")).rejects.toMatchObject({ code: "outside_workspace" });
  });
});
