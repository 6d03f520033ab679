import type { TreeRow } from "./treeRows.ts";

/** What a key does in a tree, by the ARIA Authoring Practices. */
export type TreeMove =
  | { readonly kind: "focus"; readonly path: string }
  | { readonly kind: "expand" | "collapse" | "activate"; readonly path: string };

/** What `key` does while the row at `at` has the focus, or undefined if it does nothing. */
export function treeMove(rows: readonly TreeRow[], at: number, key: string): TreeMove | undefined {
  const row = rows[at];
  if (row === undefined) return undefined;
  switch (key) {
    case "ArrowDown":
      return focusOn(rows[at + 1]);
    case "ArrowUp":
      return focusOn(rows[at - 1]);
    case "Home":
      return focusOn(rows[0]);
    case "End":
      return focusOn(rows.at(-1));
    case "ArrowRight":
      if (row.kind === "file") return undefined;
      return row.isExpanded ? focusOn(childOf(rows, at)) : { kind: "expand", path: row.path };
    case "ArrowLeft":
      return row.isExpanded ? { kind: "collapse", path: row.path } : focusOn(parentOf(rows, at));
    case "Enter":
    case " ":
      return { kind: "activate", path: row.path };
    default:
      return undefined;
  }
}

/** The next row, after the focused one and around the end, whose name starts with what was typed. */
export function findByName(rows: readonly TreeRow[], at: number, typed: string): TreeRow | undefined {
  const wanted = typed.toLowerCase();
  // A longer search may stay on the row it has found; a single letter goes on to the next.
  const start = typed.length > 1 ? at : at + 1;
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(start + step) % rows.length];
    if (row?.name.toLowerCase().startsWith(wanted)) return row;
  }
  return undefined;
}

function focusOn(row: TreeRow | undefined): TreeMove | undefined {
  return row === undefined ? undefined : { kind: "focus", path: row.path };
}

function childOf(rows: readonly TreeRow[], at: number): TreeRow | undefined {
  const next = rows[at + 1];
  return next !== undefined && next.level > (rows[at]?.level ?? 0) ? next : undefined;
}

function parentOf(rows: readonly TreeRow[], at: number): TreeRow | undefined {
  const level = rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above--) {
    const row = rows[above];
    if (row !== undefined && row.level < level) return row;
  }
  return undefined;
}
