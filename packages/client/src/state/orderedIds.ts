/** Where `id` stands or would stand in a list that is sorted by id. */
function position(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  // OpenCode's ids ascend with time: nearly every insertion is at the end.
  if (high === 0 || (ids[high - 1] ?? "") < id) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? "") < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The list with `id` in its place; the same list if it has it. */
export function withId(ids: readonly string[], id: string): readonly string[] {
  const at = position(ids, id);
  if (ids[at] === id) return ids;
  return at === ids.length ? [...ids, id] : [...ids.slice(0, at), id, ...ids.slice(at)];
}

/** The list without `id`; the same list if it lacks it. */
export function withoutId(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids.filter((other) => other !== id) : ids;
}
