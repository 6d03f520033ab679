import { readFileSync } from "node:fs";

/**
 * Counts the time of work that does not wait, in ms: the clock's time, less the time that this thread stood in line for
 * a CPU where the system tells it (Linux). The system's own count of a thread's CPU time is too coarse for this.
 */
export function stopwatch(): () => number {
  const before = inLine();
  const start = performance.now();
  return () => {
    const elapsed = performance.now() - start;
    return Math.max(0, elapsed - (inLine() - before));
  };
}

/** The time of `work` in ms, and what it returned. */
export function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const elapsed = stopwatch();
  const value = work();
  return { ms: elapsed(), value };
}

let canTell = process.platform === "linux";

/** How long this thread has been ready and not running so far, in ms. */
function inLine(): number {
  if (!canTell) return 0;
  try {
    const waited = Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[1]);
    return Number.isFinite(waited) ? waited / 1e6 : 0;
  } catch {
    canTell = false;
    return 0;
  }
}
