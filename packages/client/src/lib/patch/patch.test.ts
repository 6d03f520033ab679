import { applyPatch as applyWithJsdiff, createTwoFilesPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParsedPatch } from "./index.ts";
import {
  addedFilePatch,
  applyPatch,
  composePatches,
  contentOfAdded,
  countPatch,
  deletedFilePatch,
  formatPatch,
  invertPatch,
  isSameChange,
  parsePatch,
} from "./index.ts";
import { splitLines } from "./splitLines.ts";

const RUNS = { numRuns: 400 };

/** Few, so that lines repeat; among them those that look like a patch's own. */
const line = fc.constantFrom(
  "a",
  "b",
  "c",
  "",
  "a\r",
  "\r",
  "-- a",
  "++ b",
  "@@ -1 +1 @@",
  "\\ No",
  "diff --git a/x b/x",
);
const lines = fc.array(line, { maxLength: 14 });
const context = fc.integer({ min: 0, max: 4 });
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.integer({ min: 0, max: 4 }),
  added: fc.array(line, { maxLength: 4 }),
});
const step = fc.record({ edits: fc.array(edit, { maxLength: 4 }), hasNewline: fc.boolean() });

/** Texts, each made from the one before by random edits of lines. */
function texts(count: number): fc.Arbitrary<readonly string[]> {
  return fc
    .record({ lines, hasNewline: fc.boolean(), steps: fc.array(step, { minLength: count - 1, maxLength: count - 1 }) })
    .map((first) => {
      let current = first.lines;
      const made = [textOf(current, first.hasNewline)];
      for (const { edits, hasNewline } of first.steps) {
        for (const { at, removed, added } of edits) {
          current = current.toSpliced(Math.floor(at * current.length), removed, ...added);
        }
        made.push(textOf(current, hasNewline));
      }
      return made;
    });
}

function textOf(all: readonly string[], hasNewline: boolean): string {
  const text = all.map((each) => `${each}\n`).join("");
  return hasNewline ? text : text.slice(0, -1);
}

function jsdiff(from: string, to: string, lineCount: number): string {
  return createTwoFilesPatch("x.txt", "x.txt", from, to, "", "", { context: lineCount });
}

function parsed(patch: string): ParsedPatch {
  const read = parsePatch(patch);
  if (read === undefined) throw new Error(`Does not parse:\n${patch}`);
  return read;
}

function composed(first: ParsedPatch, second: ParsedPatch): ParsedPatch {
  const both = composePatches(first, second);
  if (both === undefined) {
    throw new Error(`Do not compose:\n${formatPatch(first, "x.txt")}\n${formatPatch(second, "x.txt")}`);
  }
  // Whatever comes out must be a patch of its own.
  expect(parsed(formatPatch(both, "x.txt"))).toEqual(both);
  return both;
}

function get(list: readonly string[], index: number): string {
  const found = list[index];
  if (found === undefined) throw new Error(`Nothing at ${index}`);
  return found;
}

describe("any patch that jsdiff makes", () => {
  it("parses, formats and parses to the same, and applies as jsdiff applies it", () => {
    fc.assert(
      fc.property(texts(2), context, (all, n) => {
        const [a, b] = [get(all, 0), get(all, 1)];
        const patch = parsed(jsdiff(a, b, n));
        const text = formatPatch(patch, "x.txt");
        expect(parsed(text)).toEqual(patch);
        expect(applyPatch(a, patch)).toBe(b);
        expect(applyWithJsdiff(a, text, { autoConvertLineEndings: false })).toBe(b);
      }),
      RUNS,
    );
  });

  it("parses also where an editor has trimmed the space of empty lines", () => {
    fc.assert(
      fc.property(texts(2), context, (all, n) => {
        const text = jsdiff(get(all, 0), get(all, 1), n);
        expect(parsePatch(text.replaceAll(/^ (?=\r?$)/gm, ""))).toEqual(parsed(text));
      }),
      RUNS,
    );
  });

  it("counts as many lines as it adds and removes", () => {
    fc.assert(
      fc.property(texts(2), context, (all, n) => {
        const [a, b] = [get(all, 0), get(all, 1)];
        const patch = parsed(jsdiff(a, b, n));
        const { additions, deletions } = countPatch(patch);
        expect(additions - deletions).toBe(splitLines(b).length - splitLines(a).length);
        expect(countPatch(invertPatch(patch))).toEqual({ additions: deletions, deletions: additions });
      }),
      RUNS,
    );
  });

  it("inverts to the patch back", () => {
    fc.assert(
      fc.property(texts(2), context, (all, n) => {
        const [a, b] = [get(all, 0), get(all, 1)];
        const patch = parsed(jsdiff(a, b, n));
        expect(applyPatch(b, invertPatch(patch))).toBe(a);
        expect(invertPatch(invertPatch(patch))).toEqual(patch);
      }),
      RUNS,
    );
  });

  it("is the same change with any context, and another one for another text", () => {
    fc.assert(
      fc.property(texts(3), context, context, (all, n, m) => {
        const [a, b, c] = [get(all, 0), get(all, 1), get(all, 2)];
        const patch = parsed(jsdiff(a, b, n));
        expect(isSameChange(patch, parsed(jsdiff(a, b, m)))).toBe(true);
        expect(isSameChange(patch, parsed(jsdiff(a, c, m)))).toBe(b === c);
      }),
      RUNS,
    );
  });

  it("applies to no other text where it shows every line", () => {
    fc.assert(
      fc.property(texts(3), (all) => {
        const [a, b, other] = [get(all, 0), get(all, 1), get(all, 2)];
        fc.pre(a !== other && a !== b && !other.startsWith(a));
        expect(applyPatch(other, parsed(jsdiff(a, b, 1_000)))).toBeUndefined();
      }),
      RUNS,
    );
  });
});

describe("composed patches", () => {
  it("do in one what the two do one after the other, whatever their context", () => {
    fc.assert(
      fc.property(texts(3), context, context, (all, n, m) => {
        const [a, b, c] = [get(all, 0), get(all, 1), get(all, 2)];
        const both = composed(parsed(jsdiff(a, b, n)), parsed(jsdiff(b, c, m)));
        expect(applyPatch(a, both)).toBe(c);
        const text = formatPatch(both, "x.txt");
        expect(applyWithJsdiff(a, text, { autoConvertLineEndings: false })).toBe(c);
      }),
      RUNS,
    );
  });

  it("also where the result is composed again, from either end", () => {
    fc.assert(
      fc.property(texts(4), context, (all, n) => {
        const [a, b, c, d] = [get(all, 0), get(all, 1), get(all, 2), get(all, 3)];
        const [ab, bc, cd] = [parsed(jsdiff(a, b, n)), parsed(jsdiff(b, c, n)), parsed(jsdiff(c, d, n))];
        expect(applyPatch(a, composed(composed(ab, bc), cd))).toBe(d);
        expect(applyPatch(a, composed(ab, composed(bc, cd)))).toBe(d);
      }),
      RUNS,
    );
  });

  it("are nothing where the second is the first inverted", () => {
    fc.assert(
      fc.property(texts(2), context, (all, n) => {
        const patch = parsed(jsdiff(get(all, 0), get(all, 1), n));
        expect(composed(patch, invertPatch(patch)).hunks).toEqual([]);
      }),
      RUNS,
    );
  });

  it("know whether the file was there before, and is there after", () => {
    const file = fc.option(texts(1).map((all) => get(all, 0)));
    const between = (from: string | null, to: string | null): ParsedPatch => {
      if (from === null) return parsed(to === null ? "--- a/x.txt\n+++ b/x.txt\n" : addedFilePatch("x.txt", to));
      return parsed(to === null ? deletedFilePatch("x.txt", from) : jsdiff(from, to, 3));
    };
    fc.assert(
      fc.property(file, file, file, (a, b, c) => {
        // A patch without lines does not say that there is still no file.
        fc.pre(!(a === null && b === null) && !(b === null && c === null));
        const both = composed(between(a, b), between(b, c));
        expect(both.isNew).toBe(a === null && c !== null);
        expect(both.isDeleted).toBe(a !== null && c === null);
        expect(applyPatch(a ?? "", both)).toBe(c ?? "");
        const content = c ?? undefined;
        expect(a === null ? contentOfAdded(both) : content).toBe(content);
      }),
      RUNS,
    );
  });

  it("are undefined where the second needs another text, as far as the first shows it", () => {
    fc.assert(
      fc.property(texts(3), (all) => {
        const [a, b, other] = [get(all, 0), get(all, 1), get(all, 2)];
        fc.pre(b !== other);
        const onTop = parsed(deletedFilePatch("x.txt", other));
        expect(composePatches(parsed(addedFilePatch("x.txt", b)), onTop)).toBeUndefined();
        fc.pre(a !== b && !b.startsWith(other) && !other.startsWith(b));
        expect(composePatches(parsed(jsdiff(a, b, 1_000)), onTop)).toBeUndefined();
      }),
      RUNS,
    );
  });
});

describe("whole files", () => {
  it("are in their patch, to the last newline", () => {
    fc.assert(
      fc.property(texts(1), (all) => {
        const text = get(all, 0);
        const added = parsed(addedFilePatch("x.txt", text));
        expect(contentOfAdded(added)).toBe(text);
        expect(applyPatch("", added)).toBe(text);
        const deleted = parsed(deletedFilePatch("x.txt", text));
        expect(deleted).toEqual(invertPatch(added));
        expect(applyPatch(text, deleted)).toBe("");
        const unnamed = contentOfAdded(parsed(jsdiff("", text, 3)));
        expect(unnamed).toBe(text === "" ? undefined : text);
      }),
      RUNS,
    );
  });
});

describe("hostile input", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("--- a/x\n+++ b/x\n", "@@ -1 +1 @@\n", "@@ -1,2 +1,2 @@\n", "@@ -9999999999,9999999999 +1 @@\n"),
    fc.constantFrom("-a\n", "+a\n", " a\n", "\n", "\\\n", "\\ No newline at end of file\n", "\r\n", "--- ", "+++ "),
    fc.constantFrom(
      "diff --git a/x b/x\n",
      "Index: x\n",
      "new file mode 100644\n",
      "deleted file mode\n",
      "rename to \n",
    ),
    fc.constantFrom(
      "Binary files ",
      "/dev/null",
      " and ",
      " differ\n",
      "GIT binary patch\n",
      '"a/\\303',
      '\\"',
      "=====\n",
    ),
  );
  const garbage = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  it("does not throw, and what parses is a patch", () => {
    fc.assert(
      fc.property(garbage, garbage, texts(1), (one, two, all) => {
        const [a, b] = [parsePatch(one), parsePatch(two)];
        if (a === undefined) return;
        const text = formatPatch(a, "x.txt");
        expect(formatPatch(parsed(text), "x.txt")).toBe(text);
        expect(isSameChange(a, parsed(text))).toBe(true);
        applyPatch(get(all, 0), a);
        contentOfAdded(a);
        expect(composePatches(a, invertPatch(a))?.hunks).toEqual([]);
        if (b !== undefined) composePatches(a, b);
      }),
      { numRuns: 3_000 },
    );
  });

  it("does not throw where a patch was made by hand", () => {
    const number = fc.constantFrom(-1, 0, 1, 2, 0.5, Number.NaN, Number.POSITIVE_INFINITY);
    const hunk = fc.record({
      oldStart: number,
      oldLines: number,
      newStart: number,
      newLines: number,
      lines: fc.array(fc.constantFrom("", "a", "+a", "-a", " a", "\\", "+", "-"), { maxLength: 4 }),
    });
    const patch = fc.record({
      isBinary: fc.boolean(),
      isNew: fc.boolean(),
      isDeleted: fc.boolean(),
      hunks: fc.array(hunk, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(patch, patch, (a, b) => {
        composePatches(a, invertPatch(b));
        isSameChange(a, b);
        applyPatch("a\na\n", a);
        contentOfAdded(a);
        countPatch(a);
        const text = formatPatch(a, "x.txt");
        const read = parsePatch(text);
        expect(read === undefined ? text : formatPatch(read, "x.txt")).toBe(text);
      }),
      RUNS,
    );
  });
});
