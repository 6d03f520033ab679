/**
 * Where the rows of a long list stand, in CSS pixels from its start: rows that were seen with the height that they had,
 * all others with a guess. Finding a place costs what changed since, not what the list has.
 */
export class RowHeights {
  #ids: readonly string[] = [];
  readonly #known = new Map<string, number>();
  #tops = new Float64Array(64);
  /** `#tops` is right up to and with this row. */
  #valid = 0;
  #guess: number;

  /** @param guess The height of a row before one was seen. */
  constructor(guess: number) {
    this.#guess = guess;
  }

  /** The rows, in order. What is known of a row goes by its id. */
  setIds(ids: readonly string[]): void {
    const before = this.#ids;
    if (ids === before) return;
    const last = before.length - 1;
    const isLonger = last >= 0 && ids[0] === before[0] && ids[last] === before[last];
    this.#ids = ids;
    this.#reset(isLonger ? Math.min(this.#valid, last + 1) : 0);
    if (ids.length < this.#tops.length) return;
    const tops = new Float64Array(ids.length * 2);
    tops.set(this.#tops.subarray(0, this.#valid + 1));
    this.#tops = tops;
  }

  /** Heights of rows by their place in the list. */
  measure(rows: readonly (readonly [index: number, height: number])[]): void {
    const isFirst = this.#known.size === 0;
    for (const [index, height] of rows) {
      const id = this.#ids[index];
      if (id === undefined || this.#known.get(id) === height) continue;
      this.#known.set(id, height);
      this.#valid = Math.min(this.#valid, index);
    }
    if (isFirst) this.#reset(0);
  }

  /** Where a row starts. The end of the list for the row after the last. */
  top(index: number): number {
    for (; this.#valid < index; this.#valid++) {
      const height = this.#known.get(this.#ids[this.#valid] ?? "") ?? this.#guess;
      this.#tops[this.#valid + 1] = (this.#tops[this.#valid] ?? 0) + height;
    }
    return this.#tops[index] ?? 0;
  }

  /** The row at a place; the first or last one for a place outside. */
  indexAt(place: number): number {
    this.top(this.#ids.length);
    let low = 0;
    let high = Math.max(0, this.#ids.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#tops[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The guess changes only with the whole list: else every row that was not seen would move with each that is. */
  #reset(valid: number): void {
    this.#valid = valid;
    if (valid > 0 || this.#known.size === 0) return;
    let sum = 0;
    for (const height of this.#known.values()) sum += height;
    this.#guess = sum / this.#known.size;
  }
}
