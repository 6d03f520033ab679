const BITS = 5;
const WIDTH = 1 << BITS;

type Node = readonly unknown[];

/** Which id stands in which slot. Shared along a line of tables; it only ever grows. */
type Index = { readonly slots: Map<string, number>; size: number };

/**
 * An immutable, insertion-ordered table of entities by id. A change copies one path of 32-wide nodes, never the
 * table, so its cost does not grow with the number of entries. Older tables stay valid.
 *
 * The index is shared between a table and its successors. Two successors of one table (rare: a test, a replay that
 * seeks back) cannot both append to it, so the second one copies it first.
 */
export class Table<T extends { readonly id: string }> {
  readonly #root: Node;
  readonly #depth: number;
  readonly #slots: number;
  readonly #index: Index;
  /** Entries that are present; removed ones do not count. */
  readonly size: number;

  private constructor(root: Node, depth: number, slots: number, index: Index, size: number) {
    this.#root = root;
    this.#depth = depth;
    this.#slots = slots;
    this.#index = index;
    this.size = size;
  }

  static empty<T extends { readonly id: string }>(): Table<T> {
    return new Table<T>([], 1, 0, { slots: new Map(), size: 0 }, 0);
  }

  static from<T extends { readonly id: string }>(entries: Iterable<T>): Table<T> {
    let table = Table.empty<T>();
    for (const entry of entries) table = table.set(entry);
    return table;
  }

  get(id: string): T | undefined {
    const slot = this.#index.slots.get(id);
    return slot === undefined || slot >= this.#slots ? undefined : this.#at(slot);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** Adds the entry at the end, or replaces the one with its id in place. */
  set(entry: T): Table<T> {
    const slot = this.#index.slots.get(entry.id);
    if (slot !== undefined && slot < this.#slots) {
      const before = this.#at(slot);
      if (before === entry) return this;
      return this.#withSlot(slot, entry, this.#index, this.#slots, before === undefined ? this.size + 1 : this.size);
    }
    const index = this.#ownIndex();
    index.slots.set(entry.id, this.#slots);
    index.size = this.#slots + 1;
    return this.#withSlot(this.#slots, entry, index, this.#slots + 1, this.size + 1);
  }

  delete(id: string): Table<T> {
    const slot = this.#index.slots.get(id);
    if (slot === undefined || slot >= this.#slots || this.#at(slot) === undefined) return this;
    return this.#withSlot(slot, undefined, this.#index, this.#slots, this.size - 1);
  }

  /** Present entries in the order in which they were first added. */
  *values(): IterableIterator<T> {
    for (let slot = 0; slot < this.#slots; slot++) {
      const entry = this.#at(slot);
      if (entry !== undefined) yield entry;
    }
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.values();
  }

  #at(slot: number): T | undefined {
    let node: Node = this.#root;
    for (let level = this.#depth - 1; level > 0; level--) {
      node = (node[(slot >>> (level * BITS)) % WIDTH] ?? []) as Node;
    }
    return node[slot % WIDTH] as T | undefined;
  }

  #withSlot(slot: number, entry: T | undefined, index: Index, slots: number, size: number): Table<T> {
    let root = this.#root;
    let depth = this.#depth;
    while (slot >= WIDTH ** depth) {
      root = [root];
      depth++;
    }
    return new Table<T>(replaced(root, depth - 1, slot, entry), depth, slots, index, size);
  }

  /** The shared index if this table is the newest of its line, else a copy cut down to what this table has. */
  #ownIndex(): Index {
    if (this.#index.size === this.#slots) return this.#index;
    const slots = new Map<string, number>();
    for (const [id, slot] of this.#index.slots) if (slot < this.#slots) slots.set(id, slot);
    return { slots, size: this.#slots };
  }
}

function replaced(node: Node, level: number, slot: number, entry: unknown): Node {
  const at = (slot >>> (level * BITS)) % WIDTH;
  const copy = node.slice();
  copy[at] = level === 0 ? entry : replaced((node[at] ?? []) as Node, level - 1, slot, entry);
  return copy;
}
