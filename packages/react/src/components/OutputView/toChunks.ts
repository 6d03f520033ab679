import type { AnsiSpan } from "../../lib/parseAnsi.ts";

export type OutputChunk = { readonly spans: readonly AnsiSpan[]; readonly lines: number };

const CHUNK_LINES = 100;
/** A line of this many UTF-16 code units is broken, so that no chunk is longer than a few screens. */
const CHUNK_CHARS = 20_000;
/** Elements for colours; what comes after them is shown in one colour. */
const MAX_STYLED = 20_000;

/** The text in pieces of whole lines, each with its colours. */
export function toChunks(spans: readonly AnsiSpan[]): readonly OutputChunk[] {
  const chunks: OutputChunk[] = [];
  let current: AnsiSpan[] = [];
  let lines = 0;
  let chars = 0;
  let styled = 0;
  const close = (): void => {
    if (current.length > 0) chunks.push({ spans: current, lines: Math.max(1, lines) });
    current = [];
    lines = 0;
    chars = 0;
  };
  const add = (text: string, { style }: AnsiSpan): void => {
    const isPlain = Object.keys(style).length === 0 || styled >= MAX_STYLED;
    const last = current.at(-1);
    if (isPlain && last !== undefined && Object.keys(last.style).length === 0) {
      current[current.length - 1] = { text: last.text + text, style: last.style };
    } else {
      current.push({ text, style: isPlain ? {} : style });
      if (!isPlain) styled++;
    }
    chars += text.length;
  };
  for (const span of spans) {
    for (const line of span.text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
      for (let at = 0; at < line.length; at += CHUNK_CHARS) {
        const piece = line.slice(at, at + CHUNK_CHARS);
        if (chars + piece.length > CHUNK_CHARS) close();
        add(piece, span);
        if (piece.endsWith("\n") && ++lines >= CHUNK_LINES) close();
      }
    }
  }
  close();
  return chunks;
}
