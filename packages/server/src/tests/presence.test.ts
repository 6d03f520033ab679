import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { RoomEvent } from "@opencode-kit/client/protocol";
import { describe, expect, it, vi } from "vitest";
import { connectClient } from "./connectClient.ts";
import type { OpenSocket } from "./openSocket.ts";
import { openSocket, openSocketAs } from "./openSocket.ts";

const ada = { id: "u1", name: "Ada" };
const bob = { id: "u2", name: "Bob" };

/** Those who came earlier come first, by the clock. */
const aMoment = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a viewer's channel has told of who is there, in order. */
function told({ received }: OpenSocket): readonly unknown[] {
  return received
    .filter((message) => message.type === "frame" && message.channel === "room")
    .flatMap((frame) => (frame as unknown as { events: readonly RoomEvent[] }).events)
    .filter((event) => event.type === "room.presence.set")
    .map(({ presence }) => presence);
}

describe("who is there", () => {
  it("counts people and not their tabs, and connections without a name one by one", async () => {
    const room = "presence";
    const { client } = await connectClient(room);
    const presence = () => client.room.get().presence;
    await vi.waitFor(() => expect(presence()).toEqual({ count: 1, viewers: [] }));
    await openSocketAs(room, "viewer", ada);
    await aMoment();
    const tab = await openSocketAs(room, "owner", ada);
    await aMoment();
    const other = await openSocketAs(room, "approver", bob);
    const both = [
      { ...ada, role: "viewer" },
      { ...bob, role: "approver" },
    ];
    await vi.waitFor(() => expect(presence()).toEqual({ count: 3, viewers: both }), 3_000);
    const unnamed = await openSocket(room);
    await vi.waitFor(() => expect(presence()).toEqual({ count: 4, viewers: both }), 3_000);
    unnamed.leaves();
    tab.leaves();
    await vi.waitFor(() => expect(presence()).toEqual({ count: 3, viewers: both }), 3_000);
    other.leaves();
    await vi.waitFor(() => expect(presence()).toEqual({ count: 2, viewers: both.slice(0, 1) }), 3_000);
  });

  it("does not count who was not let in", async () => {
    const room = "presence-refused";
    const { client } = await connectClient(room);
    const refused = await openSocket(room, { token: "bad" });
    await vi.waitUntil(refused.closed);
    await openSocketAs(room, "viewer", ada);
    await vi.waitFor(() => expect(client.room.get().presence.viewers).toHaveLength(1), 3_000);
    expect(client.room.get().presence.count).toBe(2);
  });

  it("is told at most once a second, and the last change is not lost", async () => {
    const room = "presence-often";
    const watcher = await openSocket(room);
    watcher.sends(JSON.stringify({ type: "subscribe", channel: "room" }));
    await vi.waitFor(() => expect(JSON.stringify(watcher.received)).toContain("presence"));
    for (let n = 0; n < 12; n++) {
      const guest = await openSocketAs(room, "viewer", { id: `user${n}` });
      // Longer than the frames in which what happens at once becomes one event.
      await aMoment(70);
      guest.leaves();
    }
    await openSocketAs(room, "viewer", ada);
    await vi.waitFor(
      () => expect(told(watcher).at(-1)).toEqual({ count: 2, viewers: [{ ...ada, role: "viewer" }] }),
      3_000,
    );
    expect(told(watcher).length).toBeLessThanOrEqual(3);
  });

  it("is right again after the object slept while somebody left", async () => {
    const room = "presence-slept";
    const { client } = await connectClient(room);
    const guest = await openSocketAs(room, "viewer", ada);
    await vi.waitFor(() => expect(client.room.get().presence.count).toBe(2), 3_000);
    await evictDurableObject(env.OpenCodeRoom.get(env.OpenCodeRoom.idFromName(room)));
    guest.leaves();
    await vi.waitFor(() => expect(client.room.get().presence).toEqual({ count: 1, viewers: [] }), 3_000);
  });

  it("is right again for who comes back after all sockets were lost", async () => {
    const room = "presence-lost";
    const before = await connectClient(room);
    await openSocketAs(room, "viewer", ada);
    await vi.waitFor(() => expect(before.client.room.get().presence.count).toBe(2), 3_000);
    const stub = env.OpenCodeRoom.get(env.OpenCodeRoom.idFromName(room));
    await evictDurableObject(stub, { webSockets: "close" });
    const { client } = await connectClient(room);
    await vi.waitFor(() => expect(client.room.get().presence).toEqual({ count: 1, viewers: [] }), 3_000);
  });
});
