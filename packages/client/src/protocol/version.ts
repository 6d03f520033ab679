/** Version of the wire contract. A server refuses a client of another major version with close code 4400. */
export const PROTOCOL_VERSION = 1;

/** WebSocket close codes of the kit. The client does not retry any of them. */
export const CLOSE_CODES = {
  /** The client speaks another protocol version; the reason says what to upgrade. */
  incompatible: 4400,
  /** `authorize` refused the connection. */
  unauthorized: 4401,
  /** The client sent something that only a broken or hostile client sends. */
  badMessage: 4422,
} as const;

/** Raw text that a client sends to keep a socket warm; the object answers without waking up. */
export const PING = "ping";
/** Raw text that answers {@link PING}. */
export const PONG = "pong";
