/** Rows from `start` up to, but not with, `end`. */
export type Span = readonly [start: number, end: number];

/** Which rows are on the page. */
export type RowView = {
  readonly ids: readonly string[];
  /** Sorted, apart from each other. */
  readonly spans: readonly Span[];
  /** Whether it was chosen by what is visible; until then rows that are not on the page take no space. */
  readonly isPlaced: boolean;
};

/** As many rows are on the page before it is known what fits, from the end. */
const FIRST_ROWS = 30;

export function firstView(ids: readonly string[]): RowView {
  const start = Math.max(0, ids.length - FIRST_ROWS);
  return { ids, spans: ids.length === 0 ? [] : [[start, ids.length]], isPlaced: false };
}

export function wholeView(ids: readonly string[]): RowView {
  return { ids, spans: ids.length === 0 ? [] : [[0, ids.length]], isPlaced: true };
}

/** The same rows in a list that has changed. What comes in at an end that is on the page is on the page, too. */
export function carryView(view: RowView, ids: readonly string[]): RowView {
  if (view.ids === ids) return view;
  const spans = view.spans.flatMap(([start, end]): Span[] => {
    const from = find(ids, view.ids[start], start);
    const last = end === view.ids.length ? ids.length - 1 : find(ids, view.ids[end - 1], end - 1);
    return from === -1 || last < from ? [] : [[from, last + 1]];
  });
  return spans.length === 0 ? firstView(ids) : { ...view, ids, spans: joinSpans(spans) };
}

function find(ids: readonly string[], id: string | undefined, near: number): number {
  if (id === undefined) return -1;
  const at = ids.indexOf(id, near);
  return at === -1 ? ids.lastIndexOf(id, near) : at;
}

/** Sorted, with those that touch made one. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last === undefined || span[0] > last[1]) joined.push(span);
    else joined[joined.length - 1] = [last[0], Math.max(last[1], span[1])];
  }
  return joined;
}

export function isSameSpans(a: readonly Span[], b: readonly Span[]): boolean {
  return a.length === b.length && a.every(([start, end], at) => start === b[at]?.[0] && end === b[at]?.[1]);
}
