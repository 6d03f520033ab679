/**
 * What a task resolves to, or a rejection with `error` after `ms`, which aborts the task's signal: what never answers
 * must not hold up the rest.
 */
export async function within<T>(ms: number, task: (signal: AbortSignal) => Promise<T>, error: () => Error): Promise<T> {
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const reason = error();
      reject(reason);
      ending.abort(reason);
    }, ms);
  });
  try {
    return await Promise.race([task(ending.signal), late]);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
  }
}
