import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIgnoreRules } from "./ignoreRules.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "opencode-kit-test-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What git itself says of files in a repository with these `.gitignore` files. */
function askGit(files: Readonly<Record<string, string>>, path: string): boolean {
  const directory = mkdtempSync(join(folder, "repository-"));
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "core.excludesFile=/dev/null", ...args], { cwd: directory, encoding: "utf8" });
  git("init", "--quiet");
  for (const [parent, text] of Object.entries({ ...files, [path]: undefined })) {
    const file = text === undefined ? join(directory, path) : join(directory, parent, ".gitignore");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text ?? "");
  }
  return !git("ls-files", "-z", "--others", "--exclude-standard").split("\0").includes(path);
}

describe("ignore rules", () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["a name anywhere", { "": "*.log\n" }, "a/b/c.log"],
    ["another case of a name", { "": "*.log\n" }, "a.LOG"],
    ["a path from the root", { "": "/out\n" }, "out"],
    ["the same name deeper", { "": "/out\n" }, "a/out"],
    ["what a folder holds", { "": "build/\n" }, "a/build/x/y.txt"],
    ["a file with a folder's name", { "": "build/\n" }, "a/build"],
    ["what a later line takes back", { "": "*.log\n!keep.log\n" }, "keep.log"],
    ["what is taken back in an ignored folder", { "": "build/\n!build/keep\n" }, "build/keep"],
    ["what a deeper file takes back", { "": "*.log\n", a: "!keep.log\n" }, "a/keep.log"],
    ["a folder that a deeper file takes back", { "": "b/\n", a: "!b/\n" }, "a/b/c.txt"],
    ["a deeper file's rule", { a: "*.tmp\n" }, "a/x/y.tmp"],
    ["a deeper file's rule outside its folder", { a: "*.tmp\n" }, "b/y.tmp"],
    ["a deeper file's path", { a: "x/y\n" }, "a/x/y"],
    ["a deeper file's path, deeper", { a: "x/y\n" }, "a/z/x/y"],
    ["a deeper file's anchored name", { a: "/x\n" }, "a/x"],
    ["a deeper file's anchored name, deeper", { a: "/x\n" }, "a/b/x"],
    ["everything below", { a: "*\n" }, "a/x"],
    ["a comment", { a: "#x\n" }, "a/#x"],
    ["an escaped hash", { a: "\\#x\n" }, "a/#x"],
    ["an escaped exclamation mark", { a: "\\!x\n" }, "a/!x"],
    ["Windows line ends", { a: "x\r\ny\r\n" }, "a/x"],
    ["a bare slash", { a: "/\n" }, "a/x"],
    ["blank lines", { a: "\n  \n" }, "a/x"],
    ["a folder with glob signs", { "a[b]*": "x\n" }, "a[b]*/x"],
    ["its look-alike", { "a[b]*": "x\n" }, "abc/x"],
    ["two double stars", { "": "**/x/**/y\n" }, "a/x/b/c/y"],
    ["double stars", { a: "**/x\n" }, "a/b/c/x"],
    ["a name with spaces, quotes and a line break", { "": "*.log\n" }, "a 'b\"\n.log"],
  ];

  it.each(cases)("judge %s as git does", (_name, files, path) => {
    const rules = createIgnoreRules();
    for (const [parent, text] of Object.entries(files)) rules.set(parent, text);
    expect(rules.isIgnored(path, false)).toBe(askGit(files, path));
  });

  it("always leave out .git and node_modules, at any depth, as folder or as what it holds", () => {
    const rules = createIgnoreRules();
    rules.set("", "!node_modules\n");
    for (const path of [".git", ".git/config", "a/node_modules", "a/node_modules/b/c.js"]) {
      expect(rules.isIgnored(path, false)).toBe(true);
    }
    expect(rules.isIgnored(".github", true)).toBe(false);
    expect(rules.isIgnored("", true)).toBe(false);
  });

  it("stay cheap where the agent wants them dear", () => {
    const rules = createIgnoreRules();
    rules.set("", `${"**/a/".repeat(20)}b\n*.log\n`);
    expect(rules.isIgnored(`${"a/".repeat(60)}c`, false)).toBe(false);
    expect(rules.isIgnored("a.log", false)).toBe(true);
    expect(rules.isIgnored(`${"a/".repeat(2000)}c`, false)).toBe(true);
  });

  it("are replaced with their file", () => {
    const rules = createIgnoreRules();
    rules.set("a", "x\n");
    expect([rules.isIgnored("a/x", false), rules.isIgnored("a/y", false)]).toEqual([true, false]);
    rules.set("a", "y\n");
    expect([rules.isIgnored("a/x", false), rules.isIgnored("a/y", false)]).toEqual([false, true]);
    rules.set("a", "");
    expect(rules.isIgnored("a/y", false)).toBe(false);
    expect([rules.knows("a"), rules.knows("b")]).toEqual([true, false]);
  });
});
