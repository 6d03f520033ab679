import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { SignRoomTokenOptions } from "../access/signRoomToken.ts";
import { signRoomToken } from "../access/signRoomToken.ts";
import { connectClient } from "./connectClient.ts";
import { openSocket, openSocketAs } from "./openSocket.ts";
import { TEST_SECRET } from "./worker.ts";

const stubOf = (room: string) => env.OpenCodeRoom.get(env.OpenCodeRoom.idFromName(room));

async function sign(room: string, options: Partial<SignRoomTokenOptions> = {}): Promise<string> {
  return (await signRoomToken({ secret: TEST_SECRET, room, role: "viewer", ...options })).token;
}

/** What the room says to a token before it ends the connection. */
async function refusalOf(room: string, token: string) {
  const socket = await openSocket(room, { token });
  const closed = await vi.waitUntil(socket.closed);
  expect(socket.received).toHaveLength(1);
  return { ...closed, message: socket.received[0] };
}

describe("a token", () => {
  it("opens the room as what it says", async () => {
    const user = { id: "u1", name: "Ada" };
    const token = await sign("token-valid", { role: "approver", user });
    const socket = await openSocket("token-valid", { token });
    await vi.waitFor(() => expect(socket.received).toMatchObject([{ type: "hello", role: "approver", user }]));
    const byHeader = await openSocket("token-valid", { headers: { Authorization: `Bearer ${token}` } });
    await vi.waitFor(() => expect(byHeader.received).toMatchObject([{ type: "hello", role: "approver", user }]));
  });

  it("reaches the client, with the user cut to what a socket can keep", async () => {
    const token = await sign("token-long", { user: { id: "i".repeat(3_000), name: "名".repeat(3_000) } });
    const { client } = await connectClient("token-long", {}, () => Promise.resolve({ token }));
    const user = { id: "i".repeat(128), name: "名".repeat(100) };
    await vi.waitFor(() => expect(client.connection.get()).toEqual({ status: "open", role: "viewer", user }));
    for (let n = 0; n < 20; n++) client.run(`${n}`.padEnd(64, "x")).subscribe(() => undefined);
    await expect(client.stop("x")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("opens the room also where it ends later than an alarm can be set", async () => {
    const socket = await openSocket("token-ages", { token: await sign("token-ages", { ttlMs: 8e15 }) });
    await vi.waitFor(() => expect(socket.received).toMatchObject([{ type: "hello" }]));
    const alarm = await runInDurableObject(stubOf("token-ages"), (_room, { storage }) => storage.getAlarm());
    expect(alarm).toBeGreaterThan(Date.now());
  });

  it.each<[string, string, number, (room: string) => Promise<string>]>([
    ["forged", "token_invalid", 4401, (room) => sign(room, { secret: "x".repeat(32) })],
    ["garbled", "token_invalid", 4401, () => Promise.resolve("garbled")],
    ["for another room", "token_foreign", 4401, () => sign("another-room")],
    ["over", "token_expired", 4403, (room) => sign(room, { ttlMs: -1_000 })],
  ])("that is %s is refused as %s", async (_what, code, closeCode, make) => {
    const refusal = await refusalOf("token-refused", await make("token-refused"));
    expect(refusal).toMatchObject({ code: closeCode, message: { type: "refused", error: { code } } });
  });

  it("for one use opens one connection, also after the object slept", async () => {
    const token = await sign("token-once", { singleUse: true });
    const first = await openSocket("token-once", { token });
    await vi.waitFor(() => expect(first.received).toMatchObject([{ type: "hello" }]));
    expect((await refusalOf("token-once", token)).message).toMatchObject({ error: { code: "token_used" } });
    await evictDurableObject(stubOf("token-once"), { webSockets: "close" });
    const again = await refusalOf("token-once", token);
    expect(again).toMatchObject({ code: 4401, message: { error: { code: "token_used" } } });
  });

  it("for one use is forgotten once it could not be used anyway", async () => {
    const token = await sign("token-forgotten", { singleUse: true, ttlMs: 500 });
    await openSocket("token-forgotten", { token });
    const known = () =>
      runInDurableObject(
        stubOf("token-forgotten"),
        (_room, { storage }) => storage.sql.exec("SELECT id FROM used_tokens").toArray().length,
      );
    expect(await known()).toBe(1);
    await vi.waitFor(async () => expect((await refusalOf("token-forgotten", token)).code).toBe(4403), 4_000);
    await openSocket("token-forgotten", { token: await sign("token-forgotten", { singleUse: true }) });
    expect(await known()).toBe(1);
  });

  it("is not kept with the socket, nor is an id that the client chose", async () => {
    const token = await sign("token-kept");
    const query = { _pk: "chosen" };
    const sockets = [
      await openSocket("token-kept", { token, query }),
      await openSocket("token-kept", { token, query }),
    ];
    const kept = await runInDurableObject(stubOf("token-kept"), (_room, state) =>
      state.getWebSockets().map((socket) => JSON.stringify(WebSocket.prototype.deserializeAttachment.call(socket))),
    );
    expect(kept).toHaveLength(2);
    expect(kept.join()).toContain(`"role":"viewer"`);
    expect(kept.join()).not.toContain(token);
    expect(kept.join()).not.toContain("chosen");
    // One that leaves takes nothing from the other.
    const [one, other] = sockets;
    for (const socket of sockets) socket.sends(JSON.stringify({ type: "subscribe", channel: "room" }));
    one?.leaves();
    await openSocketAs("token-kept", "owner");
    const counts = () => JSON.stringify(other?.received.filter(({ type }) => type === "frame" || type === "snapshot"));
    await vi.waitFor(() => expect(counts()).toContain(`"count":2`), 3_000);
  });
});

describe("access that ends", () => {
  it("closes a socket that only listens", async () => {
    const socket = await openSocket("ends-silent", { token: await sign("ends-silent", { ttlMs: 500 }) });
    const forever = await openSocket("ends-silent");
    const closed = await vi.waitUntil(socket.closed, 5_000);
    expect(closed.code).toBe(4403);
    expect(socket.received.at(-1)).toMatchObject({ type: "refused", error: { code: "token_expired" } });
    expect(forever.closed()).toBeUndefined();
  });

  it("does so for each socket at its own time, and while the object sleeps", async () => {
    const room = "ends-asleep";
    const early = await openSocket(room, { token: await sign(room, { ttlMs: 500 }) });
    const late = await openSocket(room, { token: await sign(room, { ttlMs: 2_500 }) });
    await evictDurableObject(stubOf(room));
    expect((await vi.waitUntil(early.closed, 5_000)).code).toBe(4403);
    expect(late.closed()).toBeUndefined();
    expect((await vi.waitUntil(late.closed, 6_000)).code).toBe(4403);
  });

  it("ends a command that comes before the alarm does", async () => {
    const room = "ends-command";
    const socket = await openSocket(room, { token: await sign(room, { role: "owner", ttlMs: 500 }) });
    await runInDurableObject(stubOf(room), (_room, { storage }) => storage.deleteAlarm());
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(socket.closed()).toBeUndefined();
    const result = await socket.asks({ name: "submit", operationId: "op", prompt: "go" });
    expect(result).toMatchObject({ ok: false, error: { code: "token_expired" } });
    expect((await vi.waitUntil(socket.closed)).code).toBe(4403);
  });

  it("begins anew for a client that gets a fresh token, and what it follows goes on", async () => {
    const room = "ends-renewed";
    let attempts = 0;
    const query = async (): Promise<{ token: string }> => {
      attempts++;
      return { token: await sign(room, { role: "owner", ttlMs: 500, singleUse: true }) };
    };
    const { client } = await connectClient(room, {}, query);
    const statuses: string[] = [];
    client.connection.subscribe(() => statuses.push(client.connection.get().status));
    await vi.waitFor(() => expect(attempts).toBeGreaterThanOrEqual(2), 5_000);
    await vi.waitFor(() => expect(client.room.status.get().phase).toBe("live"));
    expect(statuses).toContain("reconnecting");
    expect(statuses).not.toContain("closed");
  });

  it("is final for a client that has only the one token, which hears why", async () => {
    const room = "ends-final";
    const { client } = await connectClient(room, { Authorization: `Bearer ${await sign(room, { ttlMs: 500 })}` });
    await vi.waitFor(() => expect(client.connection.get().status).toBe("closed"), 5_000);
    expect(client.connection.get().error).toMatchObject({ code: "token_expired" });
    expect(client.stats().unknownMessages).toBe(0);
  });

  it("is looked after beside the active runs, and neither stops the other", async () => {
    const room = "ends-beside-a-run";
    const owner = await openSocketAs(room, "owner");
    await owner.asks({ name: "submit", operationId: "op", prompt: "go" });
    const alarm = () => runInDurableObject(stubOf(room), (_room, { storage }) => storage.getAlarm());
    const beat = await alarm();
    expect(beat).toBeGreaterThan(Date.now() + 5_000);
    const socket = await openSocket(room, { token: await sign(room, { ttlMs: 500 }) });
    expect(await alarm()).toBeLessThan(Date.now() + 2_000);
    await vi.waitUntil(socket.closed, 5_000);
    expect(await alarm()).toBe(beat);
  });
});

describe("an object that slept", () => {
  it("still knows what its viewers may do, and who they are", async () => {
    const room = "slept";
    const user = { id: "u1", name: "Ada" };
    const viewer = await openSocketAs(room, "viewer", user);
    const owner = await openSocketAs(room, "owner");
    await evictDurableObject(stubOf(room));
    expect(await viewer.asks({ name: "stop", runId: "run" })).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await owner.asks({ name: "listAudit" })).toMatchObject({
      ok: true,
      value: { entries: [{ user, role: "viewer", action: "stop", target: "run", refused: "forbidden" }] },
    });
  });
});
