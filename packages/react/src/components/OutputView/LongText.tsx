import type { ReactNode } from "react";
import { memo, useMemo } from "react";
import { createPart } from "../../context/createPart.ts";
import { parseAnsi } from "../../lib/parseAnsi.ts";
import { useHydrated } from "../../lib/useHydrated.ts";
import { AnsiSpans, AnsiText } from "../AnsiText/AnsiText.tsx";
import { toChunks } from "./toChunks.ts";

const Chunk = createPart("span", "oc-output-chunk");

/** A text up to this length is laid out as one, in UTF-16 code units. */
export const MIN_LONG_CHARS = 40_000;

/** Terminal text of any length: in pieces, of which the browser lays out those that are on the screen. */
export const LongText = memo(({ text }: { readonly text: string }): ReactNode =>
  text.length <= MIN_LONG_CHARS ? <AnsiText text={text} /> : <Chunks text={text} />,
);
LongText.displayName = "LongText";

function Chunks({ text }: { readonly text: string }): ReactNode {
  const chunks = useMemo(() => toChunks(parseAnsi(text)), [text]);
  const isHydrated = useHydrated();
  return chunks.map(({ spans, lines }, at) => (
    <Chunk key={at} style={isHydrated ? { containIntrinsicBlockSize: `auto ${lines * 1.5}em` } : undefined}>
      <AnsiSpans spans={spans} />
    </Chunk>
  ));
}
