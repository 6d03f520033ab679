import { useEffect, useRef } from "react";

const MODIFIERS = { Alt: "altKey", Control: "ctrlKey", Meta: "metaKey", Shift: "shiftKey" } as const;

const TYPED_IN =
  "input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable='']," +
  " [contenteditable='true'], [contenteditable='plaintext-only']";

/**
 * Calls `action` when the keys are pressed anywhere on the page, unless somebody types in a field or another listener
 * has used them. `action` says whether it used them.
 *
 * @param keys In the form of `aria-keyshortcuts`, such as `Alt+P`. Null: none.
 */
export function useShortcut(keys: string | null, action: () => boolean): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    if (keys === null) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isTypedIn(event.target) || !isPressed(keys, event)) return;
      if (latest.current()) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [keys]);
}

function isTypedIn(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPED_IN) !== null;
}

function isPressed(keys: string, event: KeyboardEvent): boolean {
  const names = keys.split("+");
  const key = names.at(-1)?.toLowerCase() ?? "";
  const isKey = event.key.toLowerCase() === key || (/^[a-z]$/.test(key) && event.code === `Key${key.toUpperCase()}`);
  return isKey && Object.entries(MODIFIERS).every(([name, field]) => event[field] === names.includes(name));
}
