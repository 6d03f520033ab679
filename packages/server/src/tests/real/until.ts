const TIMEOUT_MS = 60_000;
/** Short beside the 100 ms of a line and the 18 ms of a word, which tests wait for. */
const POLL_MS = 15;

/** Waits until it is so. `what` ends the sentence "… did not come within 60 s". */
export async function until(what: string, isIt: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await isIt())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${TIMEOUT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
