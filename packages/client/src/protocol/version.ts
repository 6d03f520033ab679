/** Version of the wire contract. A server refuses a client of another major version with close code 4400. */
export const PROTOCOL_VERSION = 1;

/** WebSocket close codes of the kit. The client retries none of them but `expired`. */
export const CLOSE_CODES = {
  /** The client speaks another protocol version; the reason says what to upgrade. */
  incompatible: 4400,
  /** `authorize` refused the connection. */
  unauthorized: 4401,
  /** What the client was let in by has expired. A client that can get a fresh token comes back with it. */
  expired: 4403,
  /** The client sent something that only a broken or hostile client sends. */
  badMessage: 4422,
  /** The client goes on sending although it was told that it sends too much. */
  rateLimited: 4429,
} as const;

/** Raw text that a client sends to keep a socket warm; the object answers without waking up. */
export const PING = "ping";
/** Raw text that answers {@link PING}. */
export const PONG = "pong";
