import { interrupted, noCapacity, stillStarting } from "./fakeErrors.ts";

/** Whether the container runs, and the end of all that depends on it. */
export class FakeContainer {
  /** How long a start takes, in ms. */
  startMs = 0;
  isFull = false;
  starts = 0;
  readonly #makeDisk: () => Promise<void>;
  #running: Promise<void> | undefined;
  #readyAt = 0;
  #lost = rejectable();

  constructor(makeDisk: () => Promise<void>) {
    this.#makeDisk = makeDisk;
  }

  get isRunning(): boolean {
    return this.#running !== undefined && Date.now() >= this.#readyAt;
  }

  /** Starts it, or finds it running. Rejects as the SDK does once it has waited in vain. */
  async start(): Promise<void> {
    if (this.#running === undefined) {
      if (this.isFull) throw noCapacity();
      this.starts += 1;
      this.#readyAt = Date.now() + this.startMs;
      this.#running = this.#makeDisk();
    }
    await this.#running;
    if (!this.isRunning) throw stillStarting();
  }

  lose(): void {
    this.#running = undefined;
    this.#lost.reject(interrupted());
    this.#lost = rejectable();
  }

  /** A call that is interrupted when the container is lost. */
  untilLost<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#lost.promise]);
  }

  /** A stream out of the container, which then ends by a plain error. */
  streamUntilLost(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    const lost = this.#lost.promise.catch(() => {
      throw new Error("Network connection lost.");
    });
    lost.catch(() => undefined);
    return new ReadableStream({
      pull: async (controller) => {
        try {
          const { done, value } = await Promise.race([reader.read(), lost]);
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          void reader.cancel().catch(() => undefined);
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}

function rejectable(): { readonly promise: Promise<never>; readonly reject: (error: unknown) => void } {
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, fail) => (reject = fail));
  promise.catch(() => undefined);
  return { promise, reject };
}
