/** Messages at once, after a quiet time. */
const BURST = 60;
/** Messages per second, in the long run. */
const REFILL_PER_S = 20;
/** Refused messages without a quiet time in between after which a connection has shown that it does not listen. */
const MAX_REFUSED = 300;

/** What to do with a message: take it, refuse it, or refuse it and close the connection. */
export type RateVerdict = "take" | "refuse" | "close";

/** How much one connection may send: a bucket of tokens that fills by the second. */
export class RateLimit {
  #tokens = BURST;
  #at: number;
  #refused = 0;

  /** @param now Milliseconds, as for {@link RateLimit.next}. */
  constructor(now: number) {
    this.#at = now;
  }

  next(now: number): RateVerdict {
    this.#tokens = Math.min(BURST, this.#tokens + (Math.max(0, now - this.#at) * REFILL_PER_S) / 1000);
    this.#at = now;
    if (this.#tokens === BURST) this.#refused = 0;
    if (this.#tokens >= 1) {
      this.#tokens--;
      return "take";
    }
    this.#refused++;
    return this.#refused < MAX_REFUSED ? "refuse" : "close";
  }
}
