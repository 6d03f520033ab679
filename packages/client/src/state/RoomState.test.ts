import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../protocol/index.ts";
import { decodeServerMessage } from "../protocol/index.ts";
import type { RoomState } from "./RoomState.ts";
import { fromRoomSnapshot, INITIAL_ROOM_STATE, reduceRoom, toRoomSnapshot } from "./RoomState.ts";

const EVENTS: readonly RoomEvent[] = [
  { type: "room.sandbox.set", sandbox: { status: "restoring" } },
  { type: "room.backup.set", backup: { status: "running", at: 1 } },
  { type: "room.ports.set", ports: [{ port: 3000, pid: 7, command: "vite" }] },
  { type: "room.backup.set", backup: { status: "done", id: "b1", at: 2 } },
  { type: "room.ports.set", ports: [{ port: 3000, url: "http://3000.preview.test/" }, { port: 4000 }] },
  {
    type: "room.backup.set",
    backup: { status: "failed", at: 3, error: { code: "backup_failed", message: "No.", retryable: true } },
  },
];

/** What a client that joins now gets, over the wire. */
function joined(state: RoomState): RoomState {
  const message = { type: "snapshot", channel: "room", epoch: "e", seq: 1, state: toRoomSnapshot(state) };
  const decoded = decodeServerMessage(JSON.stringify(message));
  if (decoded?.message.type !== "snapshot") throw new Error("The snapshot cannot be read");
  expect(decoded.skipped).toBe(0);
  return fromRoomSnapshot(decoded.message.state as ReturnType<typeof toRoomSnapshot>);
}

/** What a client has that got the event as a frame. */
function followed(state: RoomState, event: unknown): { readonly state: RoomState; readonly skipped: number } {
  const decoded = decodeServerMessage(JSON.stringify(["room", 1, [event]]));
  if (decoded?.message.type !== "frame") throw new Error("The frame cannot be read");
  return { state: (decoded.message.events as RoomEvent[]).reduce(reduceRoom, state), skipped: decoded.skipped };
}

describe("the state of a room", () => {
  it("is the same for who follows from the start and for who joins, after each event", () => {
    let server = INITIAL_ROOM_STATE;
    let viewer = INITIAL_ROOM_STATE;
    for (const event of EVENTS) {
      server = reduceRoom(server, event);
      viewer = followed(viewer, event).state;
      expect(viewer).toEqual(server);
      expect(joined(server)).toEqual(server);
    }
    expect(viewer.ports.map(({ port }) => port)).toEqual([3000, 4000]);
    expect(viewer.backup?.error?.code).toBe("backup_failed");
  });

  it("stays as it is over events of unknown type, and of a wrong shape", () => {
    for (const event of [
      { type: "room.future.set", x: 1 },
      { type: "room.ports.set", ports: [{ port: "3000" }] },
    ]) {
      expect(followed(INITIAL_ROOM_STATE, event)).toEqual({ state: INITIAL_ROOM_STATE, skipped: 1 });
    }
  });

  it("is read from a room that knows neither ports nor backups yet", () => {
    const { ports: _, ...earlier } = toRoomSnapshot(INITIAL_ROOM_STATE);
    expect(joined(earlier as RoomState)).toEqual(INITIAL_ROOM_STATE);
  });
});
