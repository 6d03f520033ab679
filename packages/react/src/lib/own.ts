/** A table's entry; undefined for names that it only inherits, such as `constructor`: keys come from outside. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
