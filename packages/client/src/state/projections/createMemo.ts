/** Gives what `make` gave for the same inputs. */
type Memo<V> = (key: object, inputs: readonly unknown[], make: () => V) => V;

/**
 * Remembers one value for each key, as long as the key lives, and makes it again only for other inputs: those that are
 * not identical.
 */
export function createMemo<V>(): Memo<V> {
  const entries = new WeakMap<object, { readonly inputs: readonly unknown[]; readonly value: V }>();
  return (key, inputs, make) => {
    const entry = entries.get(key);
    if (entry !== undefined && isSame(entry.inputs, inputs)) return entry.value;
    const value = make();
    entries.set(key, { inputs, value });
    return value;
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((input, i) => input === b[i]);
}
