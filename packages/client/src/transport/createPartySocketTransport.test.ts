import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CLOSE_CODES } from "../protocol/index.ts";
import type { PartySocketTransportOptions } from "./createPartySocketTransport.ts";
import { createPartySocketTransport } from "./createPartySocketTransport.ts";

/** A socket that a test opens and closes by hand. */
class FakeWebSocket extends EventTarget {
  static all: FakeWebSocket[] = [];
  readonly url: string;
  readyState = 0;
  binaryType = "blob";

  constructor(url: string) {
    super();
    this.url = url;
    FakeWebSocket.all.push(this);
  }

  get query(): object {
    return Object.fromEntries(new URL(this.url).searchParams);
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  closes(code: number, reason = ""): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code, reason }));
  }

  close(): void {
    this.readyState = 3;
  }
}

/** The first attempt, and the attempts up to now. */
async function setUp(query: PartySocketTransportOptions["query"]) {
  const closes: { code: number; isFinal: boolean }[] = [];
  const transport = createPartySocketTransport({ host: "rooms.example.com", room: "a/b", ...(query && { query }) });
  transport.start({
    onOpen: () => undefined,
    onText: () => undefined,
    onClose: ({ code, isFinal }) => closes.push({ code, isFinal }),
  });
  await vi.advanceTimersByTimeAsync(0);
  return { transport, closes, sockets: FakeWebSocket.all };
}

beforeEach(() => {
  FakeWebSocket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeWebSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the address", () => {
  it("is the room's, with the query where there is one", async () => {
    const { sockets } = await setUp({ token: "a b&c" });
    expect(sockets.map(({ url }) => url)).toEqual([
      "wss://rooms.example.com/parties/open-code-room/a%2Fb?token=a+b%26c",
    ]);
  });

  it("has what the function gives for each attempt", async () => {
    let count = 0;
    const { sockets } = await setUp(() => ({ token: `t${++count}` }));
    sockets[0]?.opens();
    sockets[0]?.closes(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets.map(({ query }) => query)).toEqual([{ token: "t1" }, { token: "t2" }]);
  });

  it.each([new Error("offline"), undefined])("is asked for again where that fails with %s", async (failure) => {
    let count = 0;
    const { sockets } = await setUp(async () => {
      if (++count < 4) throw failure;
      return { token: `t${count}` };
    });
    expect(sockets).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(count).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sockets.map(({ query }) => query)).toEqual([{ token: "t4" }]);
  });

  it("is not asked for once the transport is closed", async () => {
    const query = vi.fn<() => Record<string, string>>(() => ({}));
    const { transport, sockets } = await setUp(query);
    sockets[0]?.opens();
    transport.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(query).toHaveBeenCalledTimes(1);
  });
});

describe("a connection that expired", () => {
  it("comes back with a fresh query where that is a function", async () => {
    let count = 0;
    const { sockets, closes } = await setUp(() => Promise.resolve({ token: `t${++count}` }));
    sockets[0]?.opens();
    sockets[0]?.closes(CLOSE_CODES.expired);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(closes).toEqual([{ code: CLOSE_CODES.expired, isFinal: false }]);
    expect(sockets.map(({ query }) => query)).toEqual([{ token: "t1" }, { token: "t2" }]);
  });

  it("is over where the query cannot change", async () => {
    const { sockets, closes } = await setUp({ token: "t" });
    sockets[0]?.opens();
    sockets[0]?.closes(CLOSE_CODES.expired);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(closes).toEqual([{ code: CLOSE_CODES.expired, isFinal: true }]);
    expect(sockets).toHaveLength(1);
  });
});

it("says which room it reaches, whatever the query", () => {
  const at = { host: "example.com", room: "my room" };
  expect(createPartySocketTransport({ ...at, query: { token: "t" } }).address).toEqual({
    key: "https://example.com/parties/open-code-room/my%20room",
    room: "my room",
  });
  const other = createPartySocketTransport({ ...at, party: "other" }).address;
  expect(other?.key).toBe("https://example.com/parties/other/my%20room");
});

describe("a connection that was refused", () => {
  it.each([CLOSE_CODES.unauthorized, CLOSE_CODES.incompatible, CLOSE_CODES.badMessage, CLOSE_CODES.rateLimited])(
    "with %i is over, whatever the query",
    async (code) => {
      const { sockets, closes } = await setUp(() => ({}));
      sockets[0]?.opens();
      sockets[0]?.closes(code);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(closes).toEqual([{ code, isFinal: true }]);
      expect(sockets).toHaveLength(1);
    },
  );
});
