/** Whether two lists hold the same entries in the same order. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((entry, at) => Object.is(entry, b[at])));
}
