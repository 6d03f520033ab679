import type { Channel, SubscribeMessage, WireError } from "@opencode-kit/client/protocol";
import { runIdOf } from "@opencode-kit/client/protocol";
import type { ChannelLog, Channels, RoomRuns } from "@opencode-kit/client/room";
import type { Connection } from "partyserver";
import type { Followers } from "./Followers.ts";
import { sendMessage } from "./sendMessage.ts";
import type { Viewer } from "./Viewer.ts";
import { MAX_CHANNELS } from "./Viewer.ts";

export type SubscribeContext = {
  readonly channels: Channels;
  readonly followers: Followers;
  readonly runs: RoomRuns;
};

const NO_SUCH_RUN: WireError = { code: "not_found", message: "There is no such run in this room." };
const TOO_MANY: WireError = { code: "too_large", message: `A client follows at most ${MAX_CHANNELS} channels.` };

/** Lets a viewer follow a channel, from its cursor if it has one. */
export function subscribe(
  { channels, followers, runs }: SubscribeContext,
  connection: Connection<Viewer>,
  { channel, epoch, seq }: SubscribeMessage,
): void {
  const log = logOf(channel, channels, runs);
  if (log === undefined) return sendMessage(connection, { type: "channel.error", channel, error: NO_SUCH_RUN });
  // What waits belongs to the state that the newcomer gets, and must not reach it twice.
  channels.flush();
  if (!followers.add(connection, channel)) {
    return sendMessage(connection, { type: "channel.error", channel, error: TOO_MANY });
  }
  for (const text of log.resume(epoch === undefined || seq === undefined ? undefined : { epoch, seq })) {
    connection.send(text);
  }
}

function logOf(
  channel: Channel,
  channels: Channels,
  runs: RoomRuns,
): Pick<ChannelLog<unknown, never>, "resume"> | undefined {
  if (channel === "room") return channels.room;
  if (channel === "files") return channels.files;
  return runs.open(runIdOf(channel));
}
