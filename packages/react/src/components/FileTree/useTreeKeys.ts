import type { KeyboardEvent, RefObject } from "react";
import { useCallback, useRef, useState } from "react";
import { findByName, treeMove } from "./treeKeys.ts";
import type { TreeRow } from "./treeRows.ts";

/** Letters that follow within this time belong to one search, in ms. */
const TYPING_MS = 600;

type Options = {
  readonly rows: readonly TreeRow[];
  readonly container: RefObject<HTMLElement | null>;
  readonly selected: string | null;
  readonly toggle: (path: string, isOpen: boolean) => void;
  readonly activate: (path: string, kind: "file" | "directory", isExpanded: boolean) => void;
};

type TreeKeys = {
  /** The tree's one tab stop. */
  readonly focusedPath: string | undefined;
  readonly setFocusedPath: (path: string) => void;
  readonly onTreeKeyDown: (event: KeyboardEvent) => void;
};

/** The keyboard of a tree: one tab stop, arrows, Home, End, Enter, and typing a name. */
export function useTreeKeys({ rows, container, selected, toggle, activate }: Options): TreeKeys {
  const [focused, setFocusedPath] = useState<string>();
  const typed = useRef({ text: "", at: 0 });
  const known = (path: string | null | undefined): boolean => rows.some((row) => row.path === path);
  const focusedPath = known(focused) ? focused : known(selected) && selected !== null ? selected : rows[0]?.path;

  const focus = useCallback(
    (path: string) => {
      setFocusedPath(path);
      for (const row of container.current?.querySelectorAll<HTMLElement>("[role='treeitem']") ?? []) {
        if (row.dataset["path"] === path) row.focus();
      }
    },
    [container],
  );

  const onTreeKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex((row) => row.path === focusedPath);
    const move = treeMove(rows, at, event.key);
    if (move !== undefined) {
      event.preventDefault();
      const row = rows[at];
      if (move.kind === "focus") focus(move.path);
      else if (move.kind === "activate") activate(move.path, row?.kind ?? "file", row?.isExpanded ?? false);
      else toggle(move.path, move.kind === "expand");
      return;
    }
    if (event.key.length !== 1 || event.key === " ") return;
    const isContinued = event.timeStamp - typed.current.at < TYPING_MS;
    typed.current = { text: (isContinued ? typed.current.text : "") + event.key, at: event.timeStamp };
    const found = findByName(rows, at, typed.current.text);
    if (found !== undefined) focus(found.path);
  };

  return { focusedPath, setFocusedPath, onTreeKeyDown };
}
