export { createOpenCodeClient } from "./client/createOpenCodeClient.ts";
export { OpenCodeKitError } from "./protocol/index.ts";
export { createPartySocketTransport } from "./transport/createPartySocketTransport.ts";

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
  RunChannelStore,
  SubmitInput,
} from "./client/types.ts";
export type { OpenCodeServerOptions } from "./transport/createDirectAgent.ts";
export type { PartySocketTransportOptions } from "./transport/createPartySocketTransport.ts";
export type { ClientAddress, Transport, TransportHandlers } from "./transport/Transport.ts";
