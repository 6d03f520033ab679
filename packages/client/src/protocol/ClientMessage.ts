import type { Channel } from "./channels.ts";
import type { Command } from "./commands.ts";

/** From any client: follow a channel, from a cursor if it has one. */
export type SubscribeMessage = {
  readonly type: "subscribe";
  readonly channel: Channel;
  /** The log and the last event that the client has; both or neither. */
  readonly epoch?: string;
  readonly seq?: number;
};

/** From any client: follow a channel no longer. */
export type UnsubscribeMessage = { readonly type: "unsubscribe"; readonly channel: Channel };

/** From a client whose role allows the command. Answered by one `result` with the same id. */
export type CommandMessage = { readonly type: "command"; readonly id: string; readonly command: Command };

/** Everything that a client sends. */
export type ClientMessage = SubscribeMessage | UnsubscribeMessage | CommandMessage;
