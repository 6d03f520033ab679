import { describe, expect, it } from "vitest";
import { isSameChange, parsePatch } from "./index.ts";

const HEAD = "--- a/x\n+++ b/x\n";

function isSame(a: string, b: string): boolean | undefined {
  const [one, two] = [parsePatch(a), parsePatch(b)];
  return one === undefined || two === undefined ? undefined : isSameChange(one, two);
}

describe("isSameChange", () => {
  it("looks neither at headers nor at how hunks are split", () => {
    const git = `diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+1\n`;
    expect(isSame(git, "Index: /w/x\n===\n--- /w/x\n+++ /w/x\n@@ -0,0 +1,1 @@\n+1\n")).toBe(true);
    const split = `${HEAD}@@ -1 +0,0 @@\n-1\n@@ -2 +1 @@\n-2\n+two\n`;
    expect(isSame(split, `${HEAD}@@ -1,3 +1,2 @@\n-1\n-2\n+two\n 3\n`)).toBe(true);
  });

  it.each([
    ["another place", `${HEAD}@@ -2 +2 @@\n-1\n+one\n`],
    ["another line", `${HEAD}@@ -1 +1 @@\n-1\n+One\n`],
    ["one line more", `${HEAD}@@ -1 +1,2 @@\n-1\n+one\n+two\n`],
    ["one change more", `${HEAD}@@ -1 +1 @@\n-1\n+one\n@@ -3 +3 @@\n-3\n+three\n`],
    ["no newline at the end", `${HEAD}@@ -1 +1 @@\n-1\n+one\n\\ No newline at end of file\n`],
    ["a binary file", "Binary files a/x and b/x differ\n"],
  ])("sees %s", (_what, other) => {
    expect(isSame(`${HEAD}@@ -1 +1 @@\n-1\n+one\n`, other)).toBe(false);
  });

  it("knows an empty file that comes from one that goes", () => {
    expect(isSame("--- /dev/null\n+++ b/x\n", "--- a/x\n+++ /dev/null\n")).toBe(false);
    expect(isSame("Binary files a/x and b/x differ\n", "Binary files a/x and b/x differ\n")).toBe(true);
  });
});
