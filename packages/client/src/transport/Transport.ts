/** What a transport tells its client. */
export type TransportHandlers = {
  /** A connection stands; the room's hello follows. */
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /**
   * The connection is gone. `isFinal`: it will not be tried again by itself, because the room's close code forbids it.
   */
  readonly onClose: (info: { readonly code: number; readonly reason: string; readonly isFinal: boolean }) => void;
};

/** Which room a client is at. */
export type ClientAddress = {
  /** Tells the room from all others: keys of caches begin with it. */
  readonly key: string;
  /** The room's name, where it has one. */
  readonly room?: string;
};

/** Carries text between a client and a room, and reconnects by itself. */
export type Transport = {
  start(handlers: TransportHandlers): void;
  /** Drops the text when no connection stands; the client sends again what still matters after the next hello. */
  send(text: string): void;
  /** Connects anew at once. */
  reconnect(): void;
  close(): void;
  /** Address of the room for HTTP requests, ending in `/`: links that the room hands out are relative to it. */
  readonly httpUrl?: string;
  /** Which room it reaches. Default: one of its own. */
  readonly address?: ClientAddress;
};
