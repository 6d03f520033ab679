import type { Token } from "marked";

/** A text cut into Markdown blocks. Blocks before the last two keep their identity while the text grows. */
export type Blocks = { readonly source: string; readonly tokens: readonly Token[] };

export const NO_BLOCKS: Blocks = { source: "", tokens: [] };

/** What is added can still change the last block, and join it with the one before. */
const OPEN_BLOCKS = 2;

/** The blocks of `text`; only what may have changed since `before` is parsed again. */
export function splitBlocks(before: Blocks, text: string, lex: (source: string) => readonly Token[]): Blocks {
  const source = text.replaceAll(/\r\n?/g, "\n");
  if (source === before.source) return before;
  if (before.tokens.length === 0 || !source.startsWith(before.source)) return { source, tokens: lexed(source, lex) };
  const kept = closedBlocks(before.tokens);
  let length = 0;
  for (const token of kept) length += token.raw.length;
  const rest = source.slice(length);
  // A lexer that rewrote what it read (tabs, for one) has no usable offsets.
  if (!before.source.startsWith(joined(kept))) return { source, tokens: lexed(source, lex) };
  return { source, tokens: [...kept, ...lexed(rest, lex)] };
}

function closedBlocks(tokens: readonly Token[]): readonly Token[] {
  let open = 0;
  for (let at = tokens.length - 1; at >= 0; at--) {
    if (tokens[at]?.type !== "space" && ++open === OPEN_BLOCKS) return tokens.slice(0, at);
  }
  return [];
}

function joined(tokens: readonly Token[]): string {
  return tokens.map((token) => token.raw).join("");
}

function lexed(source: string, lex: (source: string) => readonly Token[]): readonly Token[] {
  return [...lex(source)];
}
