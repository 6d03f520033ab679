import { expect, test } from "vitest";
import { parseAnsi } from "../../lib/parseAnsi.ts";
import { toChunks } from "./toChunks.ts";

const textOf = (chunks: ReturnType<typeof toChunks>): string =>
  chunks.flatMap(({ spans }) => spans.map(({ text }) => text)).join("");

test("a text becomes pieces of whole lines that are the text again", () => {
  const text = Array.from({ length: 1234 }, (_, at) => `line ${at}\n`).join("");
  const chunks = toChunks(parseAnsi(text));
  expect(textOf(chunks)).toBe(text);
  expect(chunks.map(({ lines }) => lines)).toEqual([...Array.from({ length: 12 }, () => 100), 34]);
});

test("a colour goes on from one piece to the next", () => {
  const chunks = toChunks(parseAnsi(`\u001b[31m${"red\n".repeat(150)}\u001b[0mplain`));
  expect(chunks.map(({ spans }) => spans.at(0)?.style)).toEqual([{ fg: "red" }, { fg: "red" }]);
  expect(chunks.at(-1)?.spans.at(-1)).toEqual({ text: "plain", style: {} });
});

test("a line without an end is broken, and colours without an end are given up", () => {
  expect(toChunks(parseAnsi("x".repeat(90_000)))).toHaveLength(5);
  const chunks = toChunks(parseAnsi("\u001b[31ma\u001b[32mb\n".repeat(30_000)));
  expect(textOf(chunks)).toBe("ab\n".repeat(30_000));
  expect(chunks.flatMap(({ spans }) => spans).length).toBeLessThan(21_000);
});
