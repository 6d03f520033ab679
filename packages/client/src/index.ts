export { createOpenCodeClient } from "./client/createOpenCodeClient.ts";
export { OpenCodeKitError } from "./protocol/index.ts";

export type { CreateOpenCodeClientOptions } from "./client/createOpenCodeClient.ts";
export type {
  ChannelPhase,
  ChannelStatus,
  ChannelStore,
  ClientStats,
  ConnectionState,
  ConnectionStatus,
  OpenCodeClient,
  ReadableStore,
  SubmitInput,
} from "./client/types.ts";
