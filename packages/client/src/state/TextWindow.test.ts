import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addedTo, appendText, EMPTY_TEXT, HEAD_CHARS, isCut, TAIL_CHARS, utf8Bytes, windowOf } from "./TextWindow.ts";

describe("TextWindow", () => {
  it("does not depend on how the text came in pieces", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constant("x".repeat(9_000)),
      fc.constant("\ud83d"),
      fc.constant("\ude00"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const whole = pieces.join("");
        const folded = pieces.reduce(appendText, EMPTY_TEXT);
        expect(folded).toEqual(windowOf(whole));
        expect(folded.bytes).toBe(utf8Bytes(whole));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the start and the end of what is too long", () => {
    const window = windowOf(`${"a".repeat(HEAD_CHARS)}${"b".repeat(1_000)}${"c".repeat(TAIL_CHARS)}`);
    expect(isCut(window)).toBe(true);
    expect(window.head).toBe("a".repeat(HEAD_CHARS));
    expect(window.tail).toBe("c".repeat(TAIL_CHARS));
    expect(window.chars).toBe(HEAD_CHARS + 1_000 + TAIL_CHARS);
  });

  it("counts bytes as UTF-8 does", () => {
    expect(utf8Bytes("aé€😀")).toBe(new TextEncoder().encode("aé€😀").length);
  });

  it("finds what was added, also where the middle is left out", () => {
    const long = "line\n".repeat(20_000);
    expect(addedTo(windowOf(long), `${long}more`)).toBe("more");
    expect(addedTo(windowOf(long), long)).toBe("");
    expect(addedTo(windowOf("abc"), "ab")).toBeUndefined();
    expect(addedTo(windowOf("abc"), "xbcd")).toBeUndefined();
  });
});
