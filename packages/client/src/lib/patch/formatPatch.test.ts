import { describe, expect, it } from "vitest";
import {
  addedFilePatch,
  applyPatch,
  contentOfAdded,
  deletedFilePatch,
  formatPatch,
  invertPatch,
  parsePatch,
} from "./index.ts";

describe("formatPatch", () => {
  it("writes one form of what git and jsdiff write", () => {
    const hunk = "@@ -1 +1,2 @@\n-a\n+b\n+c\n\\ No newline at end of file\n";
    const git = parsePatch(`diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n${hunk}`);
    const jsdiff = parsePatch(`Index: /w/x\n=====\n--- /w/x\t\n+++ /w/x\t\n${hunk.replace("-1 ", "-1,1 ")}`);
    for (const patch of [git, jsdiff]) {
      expect(patch && formatPatch(patch, "x")).toBe(`--- a/x\n+++ b/x\n${hunk}`);
    }
  });

  it("says of a binary file only that it differs", () => {
    const binary = { isBinary: true, isNew: false, isDeleted: false, hunks: [] };
    expect(formatPatch(binary, "x")).toBe("Binary files a/x and b/x differ\n");
    expect(formatPatch({ ...binary, isNew: true }, "x")).toBe("Binary files /dev/null and b/x differ\n");
    expect(formatPatch({ ...binary, isDeleted: true }, "x")).toBe("Binary files a/x and /dev/null differ\n");
  });

  it.each(["plain", "sp ace", "é", 'qu"ote', "back\\slash", "tab\tline\nbell\x07\x01", "/absolute", " and "])(
    "writes the name %j so that it can be read",
    (path) => {
      expect(parsePatch(addedFilePatch(path, "1\n"))?.newPath).toBe(path);
      const binary = { oldPath: path, newPath: path, isBinary: true, isNew: false, isDeleted: false, hunks: [] };
      expect(parsePatch(formatPatch(binary, path))).toEqual(binary);
    },
  );
});

describe("whole files", () => {
  it("are one hunk, and none where they are empty", () => {
    expect(addedFilePatch("x", "1\r\n2")).toBe(
      "--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+1\r\n+2\n\\ No newline at end of file\n",
    );
    expect(addedFilePatch("x", "")).toBe("--- /dev/null\n+++ b/x\n");
    expect(deletedFilePatch("x", "\n")).toBe("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-\n");
    expect(deletedFilePatch("x", "")).toBe("--- a/x\n+++ /dev/null\n");
  });

  it("are read back only where the patch adds one", () => {
    const content = (patch: string): string | undefined => {
      const parsed = parsePatch(patch);
      return parsed && contentOfAdded(parsed);
    };
    expect(content("--- x\n+++ x\n@@ -0,0 +1,2 @@\n+1\n+2\n")).toBe("1\n2\n");
    expect(content("--- x\n+++ x\n@@ -1,0 +2 @@\n+1\n")).toBeUndefined();
    expect(content("--- x\n+++ x\n@@ -1 +1,2 @@\n+1\n 2\n")).toBeUndefined();
    expect(content("--- x\n+++ x\n")).toBeUndefined();
    expect(content("--- a/x\n+++ /dev/null\n")).toBeUndefined();
    expect(content("Binary files /dev/null and b/x differ\n")).toBeUndefined();
  });
});

describe("invertPatch", () => {
  it("swaps sides, marks included, and removes before it adds", () => {
    const mark = "\\ No newline at end of file\n";
    const patch = parsePatch(`--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n 1\n-2\n${mark}+two\n+3\n`);
    expect(patch && formatPatch(invertPatch(patch), "x")).toBe(
      `--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n 1\n-two\n-3\n+2\n${mark}`,
    );
  });
});

describe("applyPatch", () => {
  it("fits exactly or not at all", () => {
    const patch = parsePatch("--- a/x\n+++ b/x\n@@ -2,2 +2,2 @@\n 2\n-3\n+three\n");
    const apply = (text: string): string | undefined => patch && applyPatch(text, patch);
    expect(apply("1\n2\n3\n4")).toBe("1\n2\nthree\n4");
    expect(apply("2\n3\n4")).toBeUndefined();
    expect(apply("1\n2\n3")).toBeUndefined();
    expect(apply("1\n2\r\n3\n")).toBeUndefined();
    expect(apply("")).toBeUndefined();
  });

  it("neither glues lines to an open end nor leaves lines of a deleted file", () => {
    const insert = parsePatch("--- a/x\n+++ b/x\n@@ -1,0 +2 @@\n+2\n");
    expect(insert && applyPatch("1", insert)).toBeUndefined();
    const remove = parsePatch(deletedFilePatch("x", "1\n"));
    expect(remove && applyPatch("1\n2\n", remove)).toBeUndefined();
    const binary = parsePatch("Binary files a/x and b/x differ\n");
    expect(binary && applyPatch("", binary)).toBeUndefined();
  });
});
