import { useVirtualizer } from "@tanstack/react-virtual";
import type { ReactNode } from "react";
import { useRef } from "react";

/** What the transcript is compared with: TanStack Virtual, with a line of text in each row. */
export function PlainList({ count }: { readonly count: number }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- Nothing here is compiled.
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 96,
    overscan: 6,
  });
  return (
    <div ref={scroller} data-bench-scroller="" style={{ height: "100%", overflowY: "auto" }}>
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map(({ index, start, key }) => (
          <div
            key={key}
            data-index={index}
            ref={rows.measureElement}
            style={{ position: "absolute", top: 0, width: "100%", transform: `translateY(${start}px)` }}
          >
            <p>Message {index}: a line of plain text.</p>
          </div>
        ))}
      </div>
    </div>
  );
}
