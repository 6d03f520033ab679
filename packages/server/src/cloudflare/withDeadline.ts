/** Settles as the promise does, or rejects when the time (ms) is up or the signal aborts, with the signal's reason. */
export async function withDeadline<T>(promise: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  let end: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(ms)), ms);
    end = () => reject(signal?.reason);
    signal?.addEventListener("abort", end);
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
    if (end !== undefined) signal?.removeEventListener("abort", end);
  }
}

export class DeadlineError extends Error {
  override readonly name = "DeadlineError";

  constructor(ms: number) {
    super(`No answer within ${ms} ms`);
  }
}
