import { createTwoFilesPatch, structuredPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPatch, countPatch, formatPatch, parsePatch } from "../lib/patch/index.ts";
import type { FileDiff } from "../protocol/index.ts";
import { mergeDiffs } from "./mergeDiffs.ts";

type Files = Readonly<Record<string, string>>;

/** What a turn that made `after` out of `before` changed. */
function turn(before: Files, after: Files): readonly FileDiff[] {
  return Object.keys({ ...before, ...after }).flatMap((path): readonly FileDiff[] => {
    const [old, now] = [before[path], after[path]];
    if (old === now) return [];
    const status = old === undefined ? "added" : now === undefined ? "deleted" : "modified";
    const parsed = parsePatch(createTwoFilesPatch(path, path, old ?? "", now ?? "", "", "", { context: 3 }));
    if (parsed === undefined) throw new Error("jsdiff made a patch that does not parse");
    const patch = { ...parsed, isNew: old === undefined, isDeleted: now === undefined };
    return [{ path, status, ...countPatch(patch), patch: formatPatch(patch, path), source: "summary" }];
  });
}

describe("the changes of several turns", () => {
  it("lead from the files before the first to those after the last", () => {
    const line = fc.constantFrom("a\n", "b\n", "c\n", "d\n");
    const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => lines.join(""));
    const files = fc.dictionary(fc.constantFrom("x", "y", "z"), text, { maxKeys: 3 });
    fc.assert(
      fc.property(fc.array(files, { minLength: 2, maxLength: 5 }), (states) => {
        const merged = mergeDiffs(states.slice(1).map((after, i) => turn(states[i] ?? {}, after)));
        const [first, last] = [states[0] ?? {}, states.at(-1) ?? {}];
        const wanted = turn(first, last);
        expect(merged.map(({ path, status }) => [path, status]).toSorted()).toEqual(
          wanted.map(({ path, status }) => [path, status]).toSorted(),
        );
        for (const { path, patch } of merged) {
          const parsed = parsePatch(patch);
          expect(parsed && applyPatch(first[path] ?? "", parsed)).toBe(last[path] ?? "");
        }
      }),
      { numRuns: 300 },
    );
  });

  it("follow a file that was moved, and moved again", () => {
    const patch = "--- a/b\n+++ b/b\n@@ -1 +1 @@\n-one\n+two\n";
    const moved = (path: string, previousPath: string, text = ""): FileDiff => ({
      path,
      previousPath,
      status: "renamed",
      additions: text === "" ? 0 : 1,
      deletions: text === "" ? 0 : 1,
      patch: text,
      source: "summary",
    });
    expect(mergeDiffs([[moved("b", "a", patch)], [moved("c", "b")]])).toEqual([moved("c", "a", patch)]);
    expect(mergeDiffs([[moved("b", "a")], [moved("a", "b")]])).toEqual([]);
  });

  it("say that a patch is missing rather than show a wrong one", () => {
    const [known = {} as FileDiff] = turn({ x: "a\n" }, { x: "b\n" });
    const omitted: FileDiff = { ...known, patch: "", isPatchOmitted: true };
    expect(mergeDiffs([[omitted], [known]])).toMatchObject([{ path: "x", patch: "", isPatchOmitted: true }]);
    expect(structuredPatch("x", "x", "a\n", "b\n").hunks).toHaveLength(1);
  });
});
