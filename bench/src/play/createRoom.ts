import type { RunHeader, ServerMessage } from "@opencode-kit/client/protocol";
import { PROTOCOL_VERSION } from "@opencode-kit/client/protocol";
import type { LogStore } from "@opencode-kit/client/room";
import { Channels } from "@opencode-kit/client/room";

export const RUN_ID = "fZbhwvCjmfVdH2wK";

export const HELLO = JSON.stringify({
  type: "hello",
  protocol: PROTOCOL_VERSION,
  room: "bench",
  role: "owner",
  agentVersion: "1.18.33",
} satisfies ServerMessage);

export type RunLog = ReturnType<Channels["run"]>;

export type Room = {
  readonly store: LogStore;
  readonly channels: Channels;
  readonly log: RunLog;
  readonly header: RunHeader;
};

/** A room without an object and without sockets: its logs, and what they send. */
export function createRoom(header: RunHeader, store: LogStore, send: (text: string) => void): Room {
  const channels = new Channels(store, (_channel, text) => send(text));
  return { store, channels, log: channels.run(header.id, header), header };
}
