import { forwardRef, lazy, Suspense } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useHydrated } from "../../lib/useHydrated.ts";

const Frame = createPart("div", "oc-markdown");
const Plain = createPart("div", "oc-markdown-plain");

/** A longer text stays plain, in UTF-16 code units: no parser is asked to read what may be built to hold it up. */
const MAX_PARSED_CHARS = 200_000;

const MarkdownBlocks = lazy(async () => {
  const { MarkdownBlocks: component } = await import("./MarkdownBlocks.tsx");
  return { default: component };
});

export type MarkdownProps = FrameProps<"div"> & { readonly text: string };

/**
 * Markdown as React elements: no raw HTML, links only to http, https and mailto, no images. The parser is loaded on
 * first use; until then the text is shown as it is. While the text grows, finished blocks are left alone.
 */
export const Markdown = forwardRef<HTMLDivElement, MarkdownProps>(({ text, ...props }, ref) => {
  // A server that waits for the parser would hold the page up, or send it a script that a strict policy blocks.
  const isHydrated = useHydrated();
  const plain = <Plain>{text}</Plain>;
  return (
    <Frame ref={ref} data-oc-root="" dir="auto" {...props}>
      {!isHydrated || text.length > MAX_PARSED_CHARS ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <MarkdownBlocks text={text} />
        </Suspense>
      )}
    </Frame>
  );
});
Markdown.displayName = "Markdown";
