import type { Channel } from "./channels.ts";

import type { WireError } from "./errors.ts";
import type { ChannelEvent } from "./events.ts";
import type { Role, User } from "./roomEntities.ts";
import type { FilesSnapshot, RoomSnapshot, RunSnapshot } from "./snapshots.ts";

/** For a single client: the first message on every socket. */
export type HelloMessage = {
  readonly type: "hello";
  readonly protocol: number;
  readonly room: string;
  readonly role: Role;
  /** Who this client is to the room. */
  readonly user?: User;
  /** OpenCode's version, if the agent has run in this room. */
  readonly agentVersion?: string;
};

/** For a single client: where a subscription starts when the log's tail is gone or longer than the state. */
export type SnapshotMessage = {
  readonly type: "snapshot";
  readonly channel: Channel;
  /** Identifies the log that `seq` counts in; another epoch means that old cursors say nothing. */
  readonly epoch: string;
  /** Number of the last event that the state contains; 0 before the first. */
  readonly seq: number;
  readonly state: RunSnapshot | RoomSnapshot | FilesSnapshot;
};

/** Broadcast to a channel's followers, and for a single client as the tail on resume. */
export type FrameMessage = {
  readonly type: "frame";
  readonly channel: Channel;
  /** Number of the first event; the following ones count on from it. */
  readonly seq: number;
  readonly events: readonly ChannelEvent[];
};

/** For a single client: it is up to date with a channel; answers `subscribe` after a snapshot or a tail. */
export type SubscribedMessage = {
  readonly type: "subscribed";
  readonly channel: Channel;
  readonly epoch: string;
  readonly seq: number;
};

/** For a single client: a channel cannot be followed (no such run, role too low). */
export type ChannelErrorMessage = {
  readonly type: "channel.error";
  readonly channel: Channel;
  readonly error: WireError;
};

/** For a single client: the answer to one command. */
export type ResultMessage =
  | { readonly type: "result"; readonly id: string; readonly ok: true; readonly value: unknown }
  | { readonly type: "result"; readonly id: string; readonly ok: false; readonly error: WireError };

/** For a single client: something that it sent could not be used, or the reason why its socket is closed right after. */
export type RefusedMessage = { readonly type: "refused"; readonly error: WireError };

/** Everything that a room sends. A client ignores types that it does not know, and counts them. */
export type ServerMessage =
  | HelloMessage
  | SnapshotMessage
  | FrameMessage
  | SubscribedMessage
  | ChannelErrorMessage
  | ResultMessage
  | RefusedMessage;
