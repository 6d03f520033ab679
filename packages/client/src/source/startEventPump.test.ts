import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventPump } from "./startEventPump.ts";
import { startEventPump } from "./startEventPump.ts";

type FakeStream = {
  readonly response: Response;
  sends(text: string): void;
  ends(): void;
  readonly isCancelled: () => boolean;
};

function fakeStream(): FakeStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  return {
    response: new Response(body),
    sends: (text) => controller?.enqueue(new TextEncoder().encode(text)),
    ends: () => controller?.close(),
    isCancelled: () => isCancelled,
  };
}

const CONNECTED = `data: {"type":"server.connected","properties":{}}\n\n`;
const event = (name: string): string => `data: {"type":"${name}","properties":{}}\n\n`;

let pump: EventPump | undefined;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  pump?.stop();
  vi.useRealTimers();
});

function setUp(connect: (attempt: number) => Promise<Response>) {
  const onConnected = vi.fn<() => void>();
  const onLost = vi.fn<(error: unknown) => void>();
  const seen: string[] = [];
  let attempts = 0;
  pump = startEventPump({
    connect: () => connect(attempts++),
    onConnected,
    onEvent: ({ type }) => void seen.push(type),
    onLost,
    watchdogMs: 1_000,
  });
  return { onConnected, onLost, seen, attempts: () => attempts };
}

describe("startEventPump", () => {
  it("reads events in whatever pieces they come", async () => {
    const stream = fakeStream();
    const { seen, onConnected } = setUp(() => Promise.resolve(stream.response));
    const text = `${CONNECTED}${event("a")}: comment\n\n${event("b")}data: not JSON\n\n`;
    for (let i = 0; i < text.length; i += 7) stream.sends(text.slice(i, i + 7));
    await vi.advanceTimersByTimeAsync(0);
    expect(onConnected).toHaveBeenCalledTimes(1);
    expect(seen).toEqual(["a", "b"]);
  });

  it("opens the stream again when it ends, and says so each time", async () => {
    const streams = [fakeStream(), fakeStream()];
    const { seen, onConnected, onLost } = setUp((attempt) =>
      Promise.resolve(streams[attempt]?.response ?? new Response()),
    );
    streams[0]?.sends(CONNECTED + event("a"));
    await vi.advanceTimersByTimeAsync(0);
    streams[0]?.ends();
    await vi.advanceTimersByTimeAsync(300);
    expect(onLost).toHaveBeenCalledTimes(1);
    streams[1]?.sends(CONNECTED + event("b"));
    await vi.advanceTimersByTimeAsync(0);
    expect(onConnected).toHaveBeenCalledTimes(2);
    expect(seen).toEqual(["a", "b"]);
  });

  it("gives up a stream that falls silent", async () => {
    const streams = [fakeStream(), fakeStream()];
    const { onLost, attempts } = setUp((attempt) => Promise.resolve(streams[attempt]?.response ?? new Response()));
    streams[0]?.sends(CONNECTED);
    await vi.advanceTimersByTimeAsync(900);
    streams[0]?.sends(event("server.heartbeat"));
    await vi.advanceTimersByTimeAsync(900);
    expect(onLost).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(500);
    expect(onLost).toHaveBeenCalledTimes(1);
    expect(streams[0]?.isCancelled()).toBe(true);
    expect(attempts()).toBe(2);
  });

  it("waits longer after each failure", async () => {
    const { attempts } = setUp(() => Promise.reject(new Error("refused")));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts()).toBeGreaterThan(4);
    expect(attempts()).toBeLessThan(9);
  });

  it("stops for good", async () => {
    const stream = fakeStream();
    const { attempts, onLost } = setUp(() => Promise.resolve(stream.response));
    stream.sends(CONNECTED);
    await vi.advanceTimersByTimeAsync(0);
    pump?.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts()).toBe(1);
    expect(onLost).not.toHaveBeenCalled();
    expect(stream.isCancelled()).toBe(true);
  });
});
