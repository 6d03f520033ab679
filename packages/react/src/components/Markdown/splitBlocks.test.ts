import type { Token } from "marked";
import { Lexer } from "marked";
import { expect, test, vi } from "vitest";
import { NO_BLOCKS, splitBlocks } from "./splitBlocks.ts";

const TEXT =
  "# Title\n\nA paragraph.\n\n- one\n- two\n\n  more\n\n```ts\ncode\n\nmore code\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end.";

test("text that comes in pieces gives the blocks of the whole", () => {
  let blocks = NO_BLOCKS;
  for (let at = 1; at <= TEXT.length; at++)
    blocks = splitBlocks(blocks, TEXT.slice(0, at), (source) => Lexer.lex(source));
  expect(blocks.tokens.map(({ type, raw }) => [type, raw])).toEqual(
    Lexer.lex(TEXT).map(({ type, raw }) => [type, raw]),
  );
});

test("what is added does not parse finished blocks again", () => {
  const long = Array.from({ length: 200 }, (_, at) => `Paragraph ${at}.`).join("\n\n");
  const lex = vi.fn<(source: string) => readonly Token[]>((source) => Lexer.lex(source));
  const before = splitBlocks(NO_BLOCKS, long, lex);
  const after = splitBlocks(before, `${long} More.`, lex);
  expect(lex.mock.calls.at(-1)?.[0].length).toBeLessThan(60);
  expect(after.tokens[0]).toBe(before.tokens[0]);
});

test("a text that is not a continuation starts anew", () => {
  const before = splitBlocks(NO_BLOCKS, "one\n\ntwo", (source) => Lexer.lex(source));
  expect(splitBlocks(before, "else", (source) => Lexer.lex(source)).tokens.map(({ raw }) => raw)).toEqual(["else"]);
});
