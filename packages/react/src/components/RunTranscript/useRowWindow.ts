import type { RefObject } from "react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Follower, Move } from "../../lib/createFollower.ts";
import { RowHeights } from "../../lib/RowHeights.ts";
import { scrollParent } from "../../lib/scrollParent.ts";
import { useBeforePaint } from "../../lib/useBeforePaint.ts";
import { heldRows } from "./heldRows.ts";
import type { RowView, Span } from "./rowSpans.ts";
import { carryView, firstView, isSameSpans, joinSpans, wholeView } from "./rowSpans.ts";

/** Rows are on the page this far before they are visible, in CSS pixels. */
const AHEAD_PX = 600;
/** As many rows come onto the page at a time while the reader rushes past: more would hold the scrolling up. */
const RUSH_ROWS = 3;
/** The others come this long after the rush, in ms. */
const AFTER_RUSH_MS = 200;
/** Before one was seen. */
const GUESSED_ROW_PX = 96;
/** Rows around one that is shown from afar. */
const AROUND = 8;

type RowWindow = {
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly view: RowView;
  readonly heights: RowHeights;
  /** Puts a row on the page and gives its element. */
  readonly show: (id: string) => Element | undefined;
};

/**
 * Of a long list only the rows that are visible, or soon are, are on the page. Each row's element has its id as
 * `data-message-id` and is a child of the list's.
 */
export function useRowWindow(ids: readonly string[], follower: Follower | undefined): RowWindow {
  const listRef = useRef<HTMLDivElement>(null);
  const [heights] = useState(() => new RowHeights(GUESSED_ROW_PX));
  const [chosen, setView] = useState(() => firstView(ids));
  // Nobody tells of the reader's moves.
  const isWhole = follower === undefined;
  const view = useMemo(() => (isWhole ? wholeView(ids) : carryView(chosen, ids)), [isWhole, chosen, ids]);
  heights.setIds(ids);
  const shown = useRef(view);
  const isPrinting = useRef(false);
  const isRushing = useRef(false);

  const update = useCallback(
    (move: Move): void => {
      const list = listRef.current;
      if (list === null) return;
      const { ids: rows, spans: before, isPlaced } = shown.current;
      if (move === "rush" || move === "scroll") isRushing.current = move === "rush";
      heights.measure(measuredRows(list, shown.current));
      const visible = isPrinting.current
        ? [[0, rows.length] as const]
        : visibleRows(list, heights, rows.length, isRushing.current ? RUSH_ROWS : undefined);
      if (visible === undefined) return;
      const held = heldRows(list, (row) => rows.indexOf(row.getAttribute("data-message-id") ?? ""));
      // A commit only adds rows, or two commits could take turns forever.
      const spans = joinSpans([...visible, ...held, ...(move === "commit" ? before : [])]);
      if (isPlaced && isSameSpans(spans, before)) return;
      const next = { ids: rows, spans, isPlaced: true };
      if (move === "commit") setView(next);
      else flushSync(() => setView(next));
    },
    [heights],
  );

  useBeforePaint(() => {
    shown.current = view;
    follower?.settle();
  }, [view, follower]);

  useBeforePaint(() => follower?.subscribe(inTime(update)), [follower, update]);

  useEffect(() => {
    const print = (next: boolean) => () => {
      isPrinting.current = next;
      update("scroll");
    };
    const start = print(true);
    const end = print(false);
    window.addEventListener("beforeprint", start);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", start);
      window.removeEventListener("afterprint", end);
    };
  }, [update]);

  const show = useCallback((id: string): Element | undefined => {
    const { ids: rows, spans } = shown.current;
    const at = rows.indexOf(id);
    if (at === -1) return undefined;
    const around: Span = [Math.max(0, at - AROUND), Math.min(rows.length, at + AROUND)];
    flushSync(() => setView({ ids: rows, spans: joinSpans([...spans, around]), isPlaced: true }));
    return rowElements(listRef.current).find((row) => row.getAttribute("data-message-id") === id);
  }, []);

  return { listRef, view, heights, show };
}

/**
 * Rows that come and go while a size is reported would be reported again, and the browser complains of such a loop:
 * they wait for the next frame. What a rush has left out comes after it.
 */
function inTime(update: (move: Move) => void): (move: Move) => void {
  let frame: number | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  return (move) => {
    clearTimeout(rest);
    if (move === "rush") rest = setTimeout(() => update("scroll"), AFTER_RUSH_MS);
    if (move !== "resize") {
      update(move);
      return;
    }
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      update(move);
    });
  };
}

function rowElements(list: Element | null): readonly Element[] {
  return [...(list?.children ?? [])].filter((child) => child.hasAttribute("data-message-id"));
}

/** How far it is from each row on the page to what follows it, with the margins in between. */
function measuredRows(list: Element, { ids, spans }: RowView): readonly (readonly [index: number, height: number])[] {
  const measured: [number, number][] = [];
  const children = [...list.children];
  const tops = children.map((child) => child.getBoundingClientRect().top);
  tops.push(list.getBoundingClientRect().bottom);
  const indices = spans.flatMap(([start, end]) => Array.from({ length: end - start }, (_, at) => start + at));
  let next = 0;
  for (const [at, child] of children.entries()) {
    const id = child.getAttribute("data-message-id");
    if (id === null) continue;
    while (next < indices.length && ids[indices[next] ?? -1] !== id) next++;
    const index = indices[next];
    if (index === undefined) break;
    measured.push([index, (tops[at + 1] ?? 0) - (tops[at] ?? 0)]);
  }
  return measured;
}

/**
 * Rows that are visible or soon will be; with a limit, only so many of those that are visible. Undefined where nothing
 * can be: the list is hidden, or not on the page.
 */
function visibleRows(
  list: Element,
  heights: RowHeights,
  count: number,
  limit: number | undefined,
): readonly Span[] | undefined {
  const scroller = scrollParent(list);
  if (scroller === null || list.getClientRects().length === 0) return undefined;
  if (count === 0) return [];
  const frame = scroller.getBoundingClientRect();
  const { top } = list.getBoundingClientRect();
  const ahead = limit === undefined ? AHEAD_PX : 0;
  const from = heights.indexAt(Math.max(0, frame.top) - ahead - top);
  const bottom = Math.min(list.ownerDocument.documentElement.clientHeight, frame.bottom);
  const to = heights.indexAt(bottom + ahead - top) + 1;
  return [[from, limit === undefined ? to : Math.min(to, from + limit)]];
}
