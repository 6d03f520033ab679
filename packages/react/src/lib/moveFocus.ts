/**
 * Moves the focus among a container's rows by Up, Down, Home and End, if it is on one of them now.
 *
 * @returns Whether the key was used.
 */
export function moveFocus(container: HTMLElement, selector: string, key: string): boolean {
  const rows = [...container.querySelectorAll<HTMLElement>(selector)];
  const at = rows.findIndex((row) => row === container.ownerDocument.activeElement);
  if (at === -1) return false;
  const next =
    key === "ArrowDown"
      ? rows[at + 1]
      : key === "ArrowUp"
        ? rows[at - 1]
        : key === "Home"
          ? rows[0]
          : key === "End"
            ? rows.at(-1)
            : undefined;
  next?.focus();
  return next !== undefined;
}
