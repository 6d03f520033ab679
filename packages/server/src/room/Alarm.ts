/** An object has one alarm. Whoever needs it says by when, and it is set for the earliest. */
export class Alarm<Reason extends string> {
  readonly #set: (at: number) => void;
  readonly #wanted = new Map<Reason, number>();
  #setFor: number | undefined;

  /** @param set Sets the object's alarm; times are in ms since the Unix epoch. */
  constructor(set: (at: number) => void) {
    this.#set = set;
  }

  /** It rings at `at` or, where the reason had an earlier time, before. */
  want(reason: Reason, at: number): void {
    this.#wanted.set(reason, Math.min(at, this.#wanted.get(reason) ?? at));
    this.#arm();
  }

  /** It rang: returns the reasons whose time has come, and sets the alarm for those that are left. */
  ring(now: number): ReadonlySet<Reason> {
    const due = new Set([...this.#wanted].filter(([, at]) => at <= now).map(([reason]) => reason));
    for (const reason of due) this.#wanted.delete(reason);
    this.#setFor = undefined;
    this.#arm();
    return due;
  }

  #arm(): void {
    if (this.#wanted.size === 0) return;
    const at = Math.min(...this.#wanted.values());
    if (at === this.#setFor) return;
    this.#setFor = at;
    this.#set(at);
  }
}
