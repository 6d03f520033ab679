import type { ServerMessage } from "@opencode-kit/client/protocol";
import { describe, expect, it, vi } from "vitest";
import helloJsonl from "../../../client/recordings/hello.jsonl?raw";
import { connectClient } from "./connectClient.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import type { OpenSocket } from "./openSocket.ts";
import { openSocket } from "./openSocket.ts";
import { readRecordedRun } from "./recordedRun.ts";

const hello = readRecordedRun(helloJsonl);

function flood(socket: OpenSocket, count: number): void {
  for (let n = 0; n < count; n++) {
    socket.sends(JSON.stringify({ type: "command", id: `f${n}`, command: { name: "stop", runId: "nothing" } }));
  }
}

/** How many of the flood were answered, and how many of those refused. */
function tally({ received }: OpenSocket): { readonly answered: number; readonly refused: number } {
  const results = received.filter((message) => message.type === "result" && message.id.startsWith("f"));
  const refused = results.filter((result) => isRateLimited(result));
  return { answered: results.length, refused: refused.length };
}

function isRateLimited(message: ServerMessage): boolean {
  return message.type === "result" && !message.ok && message.error.code === "rate_limited";
}

describe("a flood", () => {
  it("is refused beyond a burst, and the socket goes on once it is over", async () => {
    const socket = await openSocket("flood");
    flood(socket, 150);
    await vi.waitFor(() => expect(tally(socket).answered).toBe(150));
    const { refused } = tally(socket);
    // 60 at once, and 20 more for each second that the flood took.
    expect(refused).toBeGreaterThanOrEqual(50);
    expect(refused).toBeLessThanOrEqual(90);
    expect(socket.received.find(isRateLimited)).toMatchObject({ error: { retryable: true } });
    await vi.waitFor(async () => expect(await socket.asks({ name: "listAudit" })).toMatchObject({ ok: true }), 3_000);
    expect(socket.closed()).toBeUndefined();
  });

  it("of other messages is refused as such", async () => {
    const socket = await openSocket("flood-other");
    for (let n = 0; n < 100; n++) socket.sends(JSON.stringify({ type: "unsubscribe", channel: "room" }));
    await vi.waitFor(() =>
      expect(socket.received.filter((message) => message.type === "refused").length).toBeGreaterThanOrEqual(20),
    );
    expect(socket.received.at(-1)).toMatchObject({ type: "refused", error: { code: "rate_limited" } });
  });

  it("of subscriptions is answered for each, so that nobody waits for it", async () => {
    const socket = await openSocket("flood-channels");
    for (let n = 0; n < 100; n++) socket.sends(JSON.stringify({ type: "subscribe", channel: "room" }));
    await vi.waitFor(() =>
      expect(socket.received.filter(({ type }) => type === "channel.error").length).toBeGreaterThanOrEqual(20),
    );
    // The last one may just find a token again.
    expect(socket.received.find(({ type }) => type === "channel.error")).toMatchObject({
      type: "channel.error",
      channel: "room",
      error: { retryable: true },
    });
  });

  it("that does not stop is closed, and harms neither a run nor another viewer", async () => {
    const room = "flood-harm";
    const sandbox = fakeSandboxOf(room);
    const { client } = await connectClient(room);
    const { runId } = await client.submit({ prompt: "go" });
    const run = client.run(runId);
    run.subscribe(() => undefined);
    await vi.waitFor(() => expect(sandbox.requests.some(({ path }) => path.endsWith("/prompt_async"))).toBe(true));
    const flooder = await openSocket(room);
    flood(flooder, 1_000);
    sandbox.emits(...hello.events);
    sandbox.records({ messages: hello.messages, isBusy: false });
    const closed = await vi.waitUntil(flooder.closed, 5_000);
    expect(closed).toMatchObject({ code: 4429, reason: expect.stringContaining("Wait") });
    const { answered, refused } = tally(flooder);
    expect(refused).toBe(300);
    await vi.waitFor(() => expect(run.get().status).toBe("complete"), 5_000);
    expect(client.connection.get().status).toBe("open");
    // Nothing is done for it any more that was on its way when the room closed it.
    const stops = (await client.listAudit({ limit: 200 })).filter(({ action }) => action === "stop");
    expect(stops).toHaveLength(answered - refused);
  });
});

describe("a message that is too large", () => {
  const labels = Array.from({ length: 60 }, () => "x".repeat(20_000));

  it.each<[string, object]>([
    ["a command", { name: "replyToQuestion", operationId: "op", requestId: "que_1", answers: [labels] }],
    ["a prompt", { name: "submit", operationId: "op", prompt: "x".repeat(200_001) }],
  ])("as %s is refused, and the socket goes on", async (_what, command) => {
    const socket = await openSocket("oversize");
    socket.sends(JSON.stringify({ type: "command", id: "c1", command }));
    await vi.waitFor(() => expect(socket.received).toHaveLength(2));
    expect(socket.received[1]).toMatchObject({ type: "result", id: "c1", ok: false, error: { code: "too_large" } });
    expect(await socket.asks({ name: "listAudit" })).toMatchObject({ ok: true });
  });

  it("to be read at all is refused, and the socket goes on", async () => {
    const socket = await openSocket("oversize");
    socket.sends("x".repeat(13_000_001));
    await vi.waitFor(() => expect(socket.received).toHaveLength(2), 5_000);
    expect(socket.received[1]).toMatchObject({ type: "refused", error: { code: "too_large" } });
    expect(await socket.asks({ name: "listAudit" })).toMatchObject({ ok: true });
  });

  it("is refused as bytes as well", async () => {
    const socket = await openSocket("oversize");
    socket.sends(new ArrayBuffer(2_000_000));
    await vi.waitFor(() => expect(socket.received).toHaveLength(2));
    expect(socket.received[1]).toMatchObject({ type: "refused", error: { code: "bad_message" } });
    expect(await socket.asks({ name: "listAudit" })).toMatchObject({ ok: true });
  });
});
