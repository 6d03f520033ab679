import { expect, test } from "vitest";
import { parseAnsi } from "./parseAnsi.ts";

const plain = (text: string): string =>
  parseAnsi(text)
    .map((span) => span.text)
    .join("");

test("colours and weights become styles", () => {
  expect(parseAnsi("a\u001b[1;31mb\u001b[0mc")).toEqual([
    { text: "a", style: {} },
    { text: "b", style: { bold: true, fg: "red" } },
    { text: "c", style: {} },
  ]);
});

test("256 colours and true colours become colours", () => {
  expect(parseAnsi("\u001b[38;5;208mx\u001b[48;2;1;2;3my")).toEqual([
    { text: "x", style: { fg: "rgb(255 135 0)" } },
    { text: "y", style: { fg: "rgb(255 135 0)", bg: "rgb(1 2 3)" } },
  ]);
});

test("other escapes and control characters are dropped, finished or not", () => {
  expect(plain("\u001b]0;title\u0007a\u001b[2Jb\u001b[?25lc\u001b]8;;https://x\u001b\\d\u0000\u001b")).toBe("abcd");
  expect(plain("a\u001b[31")).toBe("a");
  expect(plain("a\u001b]8;;https://x")).toBe("a");
});

test("a carriage return starts the line again, a backspace takes a character", () => {
  expect(plain("10%\r50%\r100%\ndone\r\n")).toBe("100%\ndone\n");
  expect(plain("abc\b\bd")).toBe("ad");
});

test("a long hostile input takes no more than its length", () => {
  const started = performance.now();
  plain("\u001b[".repeat(50_000));
  plain("\u001b]".repeat(50_000));
  expect(performance.now() - started).toBeLessThan(2000);
});
