import type { FilesEvent, RoomEvent, RunEvent } from "./events.ts";
import type { FilesSnapshot, RoomSnapshot, RunSnapshot } from "./snapshots.ts";

/** An ordered log that a viewer can follow. */
export type Channel = "room" | "files" | `run:${string}`;

export type EventOf<C extends Channel> = C extends "room" ? RoomEvent : C extends "files" ? FilesEvent : RunEvent;

export type SnapshotOf<C extends Channel> = C extends "room"
  ? RoomSnapshot
  : C extends "files"
    ? FilesSnapshot
    : RunSnapshot;

/** Run ids are the kit's own: 1 to 64 letters, digits, `_` and `-`. */
const RUN_CHANNEL = /^run:[\w-]{1,64}$/;

export function isChannel(value: unknown): value is Channel {
  return value === "room" || value === "files" || (typeof value === "string" && RUN_CHANNEL.test(value));
}

export function runChannel(runId: string): `run:${string}` {
  return `run:${runId}`;
}

/** The run id of a run's channel, or undefined for the other channels. */
export function runIdOf(channel: Channel): string | undefined {
  return channel.startsWith("run:") ? channel.slice(4) : undefined;
}
