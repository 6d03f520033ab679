import { createParser } from "eventsource-parser";
import type { OpenCodeEvent } from "../opencode/index.ts";
import { parseOpenCodeEvent } from "../opencode/index.ts";

/** OpenCode sends a heartbeat every 10 s; a stream that is silent for longer than this is dead. In ms. */
const WATCHDOG_MS = 28_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

export type EventPumpOptions = {
  /** Opens `GET /event`; called again after each loss. Rejects if the server cannot be reached. */
  readonly connect: (signal: AbortSignal) => Promise<Response>;
  /** The subscription stands: what happened before is not in it, so read OpenCode's own record now. */
  readonly onConnected: () => void;
  readonly onEvent: (event: OpenCodeEvent) => void;
  /** The stream broke or could not be opened; the next attempt follows by itself. */
  readonly onLost: (error: unknown) => void;
  /** Silence after which a stream counts as dead, in ms. Default: {@link WATCHDOG_MS}. */
  readonly watchdogMs?: number;
};

export type EventPump = { stop(): void };

/**
 * Keeps one subscription to OpenCode's events open until it is stopped: always drained, reopened when it ends, fails or
 * falls silent, with growing pauses of 0.25 to 5 s.
 */
export function startEventPump(options: EventPumpOptions): EventPump {
  const stopped = new AbortController();
  void keepOpen(options, stopped.signal);
  return { stop: () => stopped.abort() };
}

async function keepOpen(options: EventPumpOptions, stopped: AbortSignal): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  while (!stopped.aborted) {
    try {
      await readOnce(options, stopped, () => {
        retryMs = FIRST_RETRY_MS;
      });
      throw new Error("OpenCode closed the event stream.");
    } catch (error) {
      if (stopped.aborted) return;
      options.onLost(error);
    }
    await pause(retryMs, stopped);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }
}

async function readOnce(options: EventPumpOptions, stopped: AbortSignal, onOpen: () => void): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([stopped, silence.signal]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rearm = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = setTimeout(
      () => silence.abort(new Error("The event stream fell silent.")),
      options.watchdogMs ?? WATCHDOG_MS,
    );
  };
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = parseOpenCodeEvent(data);
      if (event === undefined) return;
      if (event.type === "server.connected") {
        onOpen();
        options.onConnected();
      } else options.onEvent(event);
    },
  });
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const cancel = (): void => void reader?.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel);
  try {
    const response = await options.connect(signal);
    if (!response.ok || response.body === null) throw new Error(`GET /event answered ${response.status}.`);
    reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    rearm();
    while (true) {
      const { done, value } = await reader.read();
      if (signal.aborted) throw signal.reason as unknown;
      if (done) return;
      rearm();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    if (timer !== undefined) clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    stopped.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      stopped.removeEventListener("abort", done);
      resolve();
    }
  });
}
