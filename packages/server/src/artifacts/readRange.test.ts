import { describe, expect, it } from "vitest";
import { readRange } from "./readRange.ts";

describe("a range", () => {
  it.each([
    ["bytes=0-4", { first: 0, last: 4 }],
    ["bytes=5-", { first: 5, last: 9 }],
    ["bytes=-3", { first: 7, last: 9 }],
    ["bytes=-30", { first: 0, last: 9 }],
    ["bytes=9-99", { first: 9, last: 9 }],
  ])("%s of ten bytes", (header, range) => {
    expect(readRange(header, 10)).toEqual(range);
  });

  it.each(["bytes=10-", "bytes=99-100", "bytes=-0"])("%s is beyond ten bytes", (header) => {
    expect(readRange(header, 10)).toBe("unsatisfiable");
  });

  it.each([null, "", "bytes=", "bytes=-", "bytes=5-3", "bytes=0-1,3-4", "lines=0-4", "bytes=a-b"])(
    "%s asks for all",
    (header) => {
      expect(readRange(header, 10)).toBeUndefined();
    },
  );

  it("of an empty file is beyond it", () => {
    expect(readRange("bytes=0-", 0)).toBe("unsatisfiable");
  });
});
