import { describe, expect, it } from "vitest";
import type { ParsedPatch } from "./index.ts";
import {
  addedFilePatch,
  applyPatch,
  composePatches,
  countPatch,
  deletedFilePatch,
  formatPatch,
  invertPatch,
  isSameChange,
  parsePatch,
} from "./index.ts";

const HEAD = "--- a/x\n+++ b/x\n";

function parsed(patch: string): ParsedPatch {
  const read = parsePatch(patch);
  if (read === undefined) throw new Error(`Does not parse:\n${patch}`);
  return read;
}

function compose(first: string, second: string): string | undefined {
  const both = composePatches(parsed(first), parsed(second));
  return both === undefined ? undefined : formatPatch(both, "x");
}

describe("composePatches", () => {
  it("drops what comes and goes, and keeps three lines of context", () => {
    const first = `${HEAD}@@ -1,4 +1,6 @@\n 1\n 2\n 3\n+new\n+gone\n 4\n`;
    const second = `${HEAD}@@ -2,7 +2,6 @@\n 2\n 3\n new\n-gone\n 4\n 5\n 6\n`;
    expect(compose(first, second)).toBe(`${HEAD}@@ -1,6 +1,7 @@\n 1\n 2\n 3\n+new\n 4\n 5\n 6\n`);
  });

  it("makes context again of what goes and comes", () => {
    const first = `${HEAD}@@ -1,3 +1 @@\n-1\n-2\n 3\n`;
    const second = `${HEAD}@@ -1 +1,3 @@\n+1\n+two\n 3\n`;
    expect(compose(first, second)).toBe(`${HEAD}@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n`);
  });

  it("has less context where neither shows it, and never bridges what it does not know", () => {
    const first = `${HEAD}@@ -5 +5 @@\n-5\n+five\n`;
    const second = `${HEAD}@@ -6,2 +6,3 @@\n 6\n+six and a half\n 7\n@@ -9 +9,0 @@\n-9\n`;
    expect(compose(first, second)).toBe(
      `${HEAD}@@ -5,3 +5,4 @@\n-5\n+five\n 6\n+six and a half\n 7\n@@ -9 +9,0 @@\n-9\n`,
    );
  });

  it("follows the newline at the end of the file", () => {
    const mark = "\\ No newline at end of file\n";
    const first = `${HEAD}@@ -1 +1 @@\n-1\n+1\n${mark}`;
    const second = `${HEAD}@@ -1 +1,2 @@\n-1\n${mark}+1\n+2\n`;
    expect(compose(first, second)).toBe(`${HEAD}@@ -1 +1,2 @@\n 1\n+2\n`);
    expect(compose(first, `${HEAD}@@ -1 +1,2 @@\n 1\n+2\n`)).toBeUndefined();
    expect(compose(first, `${HEAD}@@ -1,0 +2 @@\n+2\n`)).toBeUndefined();
  });

  it("knows what a deletion and an addition by jsdiff and by us make together", () => {
    const jsdiff = (body: string): string => `Index: x\n=====\n--- x\n+++ x\n${body}`;
    expect(compose(addedFilePatch("x", "1\n"), jsdiff("@@ -1,1 +0,0 @@\n-1\n"))).toBe("--- /dev/null\n+++ b/x\n");
    expect(compose(jsdiff("@@ -1,1 +0,0 @@\n-1\n"), addedFilePatch("x", "2\n"))).toBe(`${HEAD}@@ -1 +1 @@\n-1\n+2\n`);
    expect(compose(jsdiff("@@ -0,0 +1,1 @@\n+1\n"), jsdiff("@@ -1,1 +0,0 @@\n-1\n"))).toBe(HEAD);
  });

  it("starts anew from what came and went", () => {
    const nothing = compose(addedFilePatch("x", "1\n"), deletedFilePatch("x", "1\n"));
    expect(nothing).toBe(HEAD);
    expect(compose(nothing ?? "", addedFilePatch("x", "2\n"))).toBe(addedFilePatch("x", "2\n"));
  });

  it.each([
    ["another text", `${HEAD}@@ -1 +1 @@\n-1\n+one\n`, `${HEAD}@@ -1 +1 @@\n-1\n+2\n`],
    ["more lines than the file has", addedFilePatch("x", "1\n"), `${HEAD}@@ -2 +2 @@\n-2\n+3\n`],
    ["only a part of the file", addedFilePatch("x", "1\n2\n"), deletedFilePatch("x", "1\n")],
    ["no file where there is one", addedFilePatch("x", ""), addedFilePatch("x", "1\n")],
    ["a file where there is none", deletedFilePatch("x", "1\n"), `${HEAD}@@ -1 +1 @@\n-1\n+2\n`],
    ["a file that is gone already", deletedFilePatch("x", ""), deletedFilePatch("x", "")],
    ["no binary file where there is one", "Binary files a/x and b/x differ\n", addedFilePatch("x", "1\n")],
  ])("is undefined where the second needs %s", (_what, first, second) => {
    expect(compose(first, second)).toBeUndefined();
  });

  it("is binary where either is", () => {
    const [modified, added, deleted] = ["a/x and b/x", "/dev/null and b/x", "a/x and /dev/null"].map(
      (names) => `Binary files ${names} differ\n`,
    ) as [string, string, string];
    expect(compose(modified, modified)).toBe(modified);
    expect(compose(added, modified)).toBe(added);
    expect(compose(modified, deleted)).toBe(deleted);
    expect(compose(deleted, addedFilePatch("x", "1\n"))).toBe(modified);
    expect(compose(addedFilePatch("x", "1\n"), modified)).toBe(added);
    expect(compose(added, deleted)).toBe(HEAD);
  });

  it("takes modes and names from where they are", () => {
    const git = (lines: string): ParsedPatch => parsed(`diff --git a/x b/x\n${lines}`);
    const executable = git("old mode 100644\nnew mode 100755\n");
    const moved = git("similarity index 100%\nrename from x\nrename to y\n");
    expect(composePatches(executable, moved)).toMatchObject({ oldPath: "x", newPath: "y", newMode: "100755" });
    expect(composePatches(executable, invertPatch(executable))).not.toHaveProperty("newMode");
    const created = git("new file mode 100644\n");
    expect(composePatches(created, executable)).toEqual({ ...created, newMode: "100755" });
    expect(composePatches(executable, invertPatch(created))).toMatchObject({ isDeleted: true, oldMode: "100644" });
    expect(composePatches(invertPatch(created), git("new file mode 120000\n"))).toMatchObject({
      isNew: false,
      oldMode: "100644",
      newMode: "120000",
    });
  });

  it("grows with the lines, not with their square", () => {
    const count = 50_000;
    const text = (each: (i: number) => string): string => Array.from({ length: count }, (_, i) => each(i)).join("");
    const first = parsed(
      addedFilePatch(
        "x",
        text((i) => `line ${i}\n`),
      ),
    );
    // A hunk for every third line, without context: the most hunks that there can be.
    const changes = text((i) => (i % 3 === 0 ? `@@ -${i + 1} +${i + 1} @@\n-line ${i}\n+changed ${i}\n` : ""));
    const second = parsed(HEAD + changes);
    const both = composePatches(first, second);
    expect(both?.isNew).toBe(true);
    expect(both === undefined ? undefined : countPatch(both)).toEqual({ additions: count, deletions: 0 });
    expect(composePatches(second, invertPatch(second))?.hunks).toEqual([]);
    const rewritten = composePatches(
      parsed(
        deletedFilePatch(
          "x",
          text(() => "a\n"),
        ),
      ),
      first,
    );
    expect(rewritten === undefined ? undefined : countPatch(rewritten)).toEqual({ additions: count, deletions: count });
    expect(applyPatch("", first)?.length).toBe(text((i) => `line ${i}\n`).length);
    expect(isSameChange(second, parsed(formatPatch(second, "x")))).toBe(true);
  });
});
