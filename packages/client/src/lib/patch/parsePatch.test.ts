import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ParsedPatch } from "./index.ts";
import { countPatch, parsePatch } from "./index.ts";

const TEXT = { isBinary: false, isNew: false, isDeleted: false };

describe("a patch of git", () => {
  it("says that the file is new", () => {
    const patch =
      "diff --git a/new.ts b/new.ts\nnew file mode 100644\nindex 0000000..66d48fc\n--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+export const a = 2;\n";
    expect(parsePatch(patch)).toEqual({
      newPath: "new.ts",
      newMode: "100644",
      ...TEXT,
      isNew: true,
      hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, lines: ["+export const a = 2;"] }],
    } satisfies ParsedPatch);
  });

  it("says that the file is deleted, without a newline at its end", () => {
    const patch =
      "diff --git a/link b/link\ndeleted file mode 120000\nindex a6eae59..0000000\n--- a/link\n+++ /dev/null\n@@ -1 +0,0 @@\n-ren\n\\ No newline at end of file\n";
    expect(parsePatch(patch)).toEqual({
      oldPath: "link",
      oldMode: "120000",
      ...TEXT,
      isDeleted: true,
      hunks: [{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0, lines: ["-ren", "\\ No newline at end of file"] }],
    } satisfies ParsedPatch);
  });

  it("may have no hunks", () => {
    const moved =
      "diff --git a/ren b/ren2\nold mode 100644\nnew mode 100755\nsimilarity index 100%\nrename from ren\nrename to ren2\n";
    expect(parsePatch(moved)).toEqual({
      oldPath: "ren",
      newPath: "ren2",
      oldMode: "100644",
      newMode: "100755",
      ...TEXT,
      hunks: [],
    } satisfies ParsedPatch);
    expect(parsePatch("diff --git a/e b/e\nnew file mode 100644\nindex 0000000..e69de29\n")).toEqual({
      newPath: "e",
      newMode: "100644",
      ...TEXT,
      isNew: true,
      hunks: [],
    } satisfies ParsedPatch);
  });

  it("names binary files, also those with its own words in the name", () => {
    const head = "diff --git a/x and b/y b/x and b/y\n";
    const binary = { ...TEXT, isBinary: true, hunks: [] };
    const [oldPath, newPath] = ["x and b/y", "x and b/y"];
    expect(parsePatch(`${head}Binary files a/x and b/y and b/x and b/y differ\n`)).toEqual({
      oldPath,
      newPath,
      ...binary,
    });
    expect(parsePatch(`Binary files a/${oldPath} and b/${newPath} differ\n`)).toEqual({ oldPath, newPath, ...binary });
    expect(parsePatch("Binary files /dev/null and b/x differ\n")).toEqual({ newPath: "x", ...binary, isNew: true });
    expect(parsePatch("Binary files a/x and /dev/null differ\n")).toEqual({ oldPath: "x", ...binary, isDeleted: true });
    const data = "index 1..2 100644\nGIT binary patch\nliteral 2\nJcmZQz0ssI600RI3\n\nliteral 2\nJcmZQz1ONa700IC2\n\n";
    expect(parsePatch(`${head}${data}`)).toEqual({ oldPath, newPath, ...binary });
  });

  it("quotes unusual names, and ends those with spaces with a tab", () => {
    const path = (names: string): string | undefined => parsePatch(`${names}@@ -1 +1 @@\n-x\n+y\n`)?.newPath;
    expect(path('--- "a/\\303\\251 \\"\\t\\\\.txt"\n+++ "b/\\303\\251 \\"\\t\\\\.txt"\n')).toBe('é "\t\\.txt');
    expect(path("--- a/sp ace\t\n+++ b/sp ace\t\n")).toBe("sp ace");
    expect(path('--- "a/\\303"\n+++ "b/\\303"\n')).toBe("\ufffd");
  });
});

describe("a patch of jsdiff", () => {
  it("names the file as it is, a folder named `a` too", () => {
    const patch = (name: string): string =>
      `Index: ${name}\n${"=".repeat(67)}\n--- ${name}\t\n+++ ${name}\t2026-01-01\n@@ -1,1 +1,1 @@\n-base\n+BASE\n`;
    expect(parsePatch(patch("/workspace/base.txt"))).toEqual({
      oldPath: "/workspace/base.txt",
      newPath: "/workspace/base.txt",
      ...TEXT,
      hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ["-base", "+BASE"] }],
    } satisfies ParsedPatch);
    expect(parsePatch(patch("a/x"))?.oldPath).toBe("a/x");
    expect(parsePatch(patch("b/x"))?.newPath).toBe("b/x");
  });

  it("may have no change", () => {
    expect(parsePatch(`Index: x\n${"=".repeat(67)}\n--- x\n+++ x\n`)?.hunks).toEqual([]);
  });
});

describe("hunks", () => {
  const lines = (body: string): readonly string[] | undefined =>
    parsePatch(`--- a/x\n+++ b/x\n${body}`)?.hunks.flatMap((hunk) => hunk.lines);

  it("end where their counts say, whatever their lines look like", () => {
    expect(lines("@@ -1,2 +1,2 @@\n--- a/x\n+++ b/x\n \n@@ -9 +9 @@ f()\n-@\n+\n")).toEqual([
      "--- a/x",
      "+++ b/x",
      " ",
      "-@",
      "+",
    ]);
  });

  it("keep the carriage returns of their lines, though not those of their headers", () => {
    expect(lines("@@ -1,2 +1,2 @@\r\n-a\r\n+b\n \r\n")).toEqual(["-a\r", "+b", " \r"]);
    expect(parsePatch("--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n")?.newPath).toBe("x");
  });

  it("may miss the space of an empty line, and the last newline", () => {
    expect(lines("@@ -1,3 +1,2 @@\n\n-a\n\r")).toEqual([" ", "-a", " \r"]);
    expect(lines("@@ -1 +1 @@\n-a\n+b\n\n\n")).toEqual(["-a", "+b"]);
  });

  it.each([
    ["too few lines", "@@ -1,2 +1 @@\n-a\n+b\n"],
    ["too many lines", "@@ -1 +1 @@\n-a\n-b\n+c\n"],
    ["a line without prefix", "@@ -1 +1 @@\n-a\nb\n"],
    ["a wrong place", "@@ -1 +2 @@\n-a\n+b\n"],
    ["the wrong order", "@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n"],
    ["an overlap", "@@ -1,2 +1,2 @@\n a\n-a\n+b\n@@ -2 +2 @@\n-b\n+c\n"],
    ["lines before the first", "@@ -0,1 +0,1 @@\n-a\n+b\n"],
    ["no lines", "@@ -1,0 +1,0 @@\n"],
    ["a mark without line", "@@ -1 +1 @@\n\\ No newline at end of file\n-a\n+b\n"],
    ["a mark twice", "@@ -1 +0,0 @@\n-a\n\\ No newline at end of file\n\\ No newline at end of file\n"],
    ["a line after the last", "@@ -1,2 +0,0 @@\n-a\n\\ No newline at end of file\n-b\n"],
    ["a hunk after the last line", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n@@ -3 +3 @@\n-a\n+b\n"],
    ["counts without end", "@@ -1,9999999999 +1,9999999999 @@\n a\n"],
    ["more digits than any file has", "@@ -99999999999 +99999999999 @@\n-a\n+b\n"],
    ["three sides", "@@@ -1 -1 +1 @@@\n--a\n++b\n"],
    ["another file behind", "@@ -1 +1 @@\n-a\n+b\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n"],
  ])("are no patch with %s", (_what, body) => {
    expect(parsePatch(`--- a/x\n+++ b/x\n${body}`)).toBeUndefined();
  });
});

describe("no patch", () => {
  it.each([
    ["nothing", ""],
    ["prose", "Hello\n"],
    ["half a header", "--- a/x\n"],
    ["two files without hunks", "Index: x\n===\n--- x\n+++ x\nIndex: y\n===\n--- y\n+++ y\n"],
    ["a new file with old lines", "--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"],
    ["a deleted file with new lines", "--- a/x\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n"],
    ["a file that never is", "Binary files /dev/null and /dev/null differ\n"],
    ["a binary file with lines", "Binary files a/x and b/x differ\n@@ -1 +1 @@\n-a\n+b\n"],
  ])("is %s", (_what, text) => {
    expect(parsePatch(text)).toBeUndefined();
  });
});

describe("the patches of recorded runs", () => {
  it.each(["edits_git", "apply_patch"])("all parse in %s, with the counts that OpenCode says", (name) => {
    const text = readFileSync(new URL(`../../../recordings/${name}.jsonl`, import.meta.url), "utf8");
    const found: Found[] = [];
    for (const line of text.trim().split("\n")) collect(JSON.parse(line), found);
    expect(found.length).toBeGreaterThan(10);
    const counts = found.map(({ patch }) => {
      const parsed = parsePatch(patch);
      return parsed === undefined ? patch : countPatch(parsed);
    });
    // `apply_patch` counts the end of a file that it deletes as one line more.
    const wrong = found.filter(({ type }) => type === "delete").map(({ deletions }) => deletions);
    expect(wrong).toEqual(name === "apply_patch" ? [2] : []);
    expect(counts).toEqual(
      found.map(({ additions, deletions, type }) => ({ additions, deletions: type === "delete" ? 1 : deletions })),
    );
  });
});

type Found = {
  readonly patch: string;
  readonly additions: unknown;
  readonly deletions: unknown;
  readonly type: unknown;
};

function collect(value: unknown, found: Found[]): void {
  if (typeof value !== "object" || value === null) return;
  const { patch, additions, deletions, type } = value as { readonly [key: string]: unknown };
  if (typeof patch === "string") found.push({ patch, additions, deletions, type });
  for (const each of Object.values(value)) collect(each, found);
}
