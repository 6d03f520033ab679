import { describe, expect, it } from "vitest";
import { toFilePiece } from "./toFilePiece.ts";

const entry = { path: "a.txt", kind: "file" } as const;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a piece of a file", () => {
  it("ends before a character that it would cut, at every place, so that the pieces join to the text", () => {
    const text = "a\u00e4\u20ac\u{1f600}\ufeffz".repeat(3);
    const all = encode(text);
    for (let limit = 4; limit <= all.length; limit++) {
      let joined = "";
      for (let offset = 0; offset < all.length;) {
        const bytes = all.subarray(offset, offset + limit);
        const piece = toFilePiece(entry, { bytes, offset, size: all.length });
        expect(piece.isBinary).toBe(false);
        expect(piece.end).toBeGreaterThan(offset);
        joined += piece.text ?? "";
        offset = piece.end;
      }
      expect(joined).toBe(text);
    }
  });

  it.each([
    ["a NUL", new Uint8Array([97, 0, 98])],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 97])],
    ["a character that the file itself cuts", encode("\u20ac").subarray(0, 2)],
  ])("with %s is binary", (_, bytes) => {
    const piece = toFilePiece(entry, { bytes, offset: 0, size: bytes.length });
    expect(piece).toMatchObject({ isBinary: true, end: bytes.length });
    expect(piece.text).toBeUndefined();
    expect(Uint8Array.from(atob(piece.base64 ?? ""), (c) => c.charCodeAt(0))).toEqual(bytes);
  });

  it("is typed by its name, and never by what is in it", () => {
    const of = (path: string): string =>
      toFilePiece({ path, kind: "file" }, { bytes: encode("x"), offset: 0, size: 1 }).mime;
    expect([of("a/b.SVG"), of("x.tar.gz"), of("Makefile"), of("a.constructor")]).toEqual([
      "image/svg+xml",
      "application/gzip",
      "application/octet-stream",
      "application/octet-stream",
    ]);
  });
});
