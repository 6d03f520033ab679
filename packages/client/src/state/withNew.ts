const known = new WeakMap<readonly string[], Set<string>>();

/** Whether the list has the value, without a scan of the list where {@link withNew} made it. */
export function hasValue(list: readonly string[], value: string): boolean {
  return valuesOf(list).has(value);
}

function valuesOf(list: readonly string[]): Set<string> {
  let values = known.get(list);
  if (values === undefined || values.size !== list.length) known.set(list, (values = new Set(list)));
  return values;
}

/**
 * The list with `value` at its end; the same list if it has it. What a list has is remembered, so that asking does not
 * scan it; the memory passes on to the longer list, and is made anew for an older one that is used again.
 */
export function withNew(list: readonly string[], value: string): readonly string[] {
  const values = valuesOf(list);
  if (values.has(value)) return list;
  const longer = [...list, value];
  values.add(value);
  known.set(longer, values);
  return longer;
}
