import type { Channel, ServerMessage } from "../protocol/index.ts";
import { decodeClientMessage, encodeEvents } from "../protocol/index.ts";
import type { Transport, TransportHandlers } from "../transport/Transport.ts";
import type { Recording } from "./Recording.ts";

export type ReplayOptions = {
  /** 1 is real time; `Infinity` shows the end at once. Default: 1. */
  readonly speed?: number;
  /** Where to start, in ms of the recording. Default: 0. */
  readonly at?: number;
  /** Whether time runs from the start. Default: true. */
  readonly autoPlay?: boolean;
};

/** Plays a recording to a client as if a room were at the other end. */
export type ReplayTransport = Transport & {
  /** Length of the recording in ms. */
  readonly durationMs: number;
  /** The moment that is shown, in ms of the recording. */
  position(): number;
  /** Whether time runs, also at the end. */
  isPlaying(): boolean;
  play(): void;
  pause(): void;
  /** Shows the moment `ms`, forwards or backwards. */
  seek(ms: number): void;
};

type Followed = { next: number; hasSnapshot: boolean };

export function createReplayTransport(recording: Recording, options: ReplayOptions = {}): ReplayTransport {
  const speed = options.speed ?? 1;
  const durationMs = recording.at(-1)?.t ?? 0;
  const followed = new Map<Channel, Followed>();
  /** Where a channel begins anew at the moment that is shown. */
  const starts = new Map<Channel, number>();
  let handlers: TransportHandlers | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPlaying = options.autoPlay ?? true;
  let base = speed === Infinity ? durationMs : Math.min(options.at ?? 0, durationMs);
  let since = Date.now();

  const position = (): number =>
    isPlaying && speed !== Infinity ? Math.min(base + (Date.now() - since) * speed, durationMs) : base;
  const deliver = (message: ServerMessage): void => handlers?.onText(textOf(message));

  /** Delivers what is due and sleeps until the next message. */
  function advance(): void {
    clearTimeout(timer);
    const now = position();
    let dueAt = Infinity;
    for (const [channel, cursor] of followed) {
      while (cursor.next < recording.length) {
        const entry = recording[cursor.next];
        if (entry === undefined || channelOf(entry.message) !== channel) {
          cursor.next++;
          continue;
        }
        if (entry.t > now) {
          dueAt = Math.min(dueAt, entry.t);
          break;
        }
        if (entry.message.type === "snapshot" && cursor.hasSnapshot) {
          // The room began anew while it was recorded: so does the client.
          starts.set(channel, cursor.next);
          return greet();
        }
        if (entry.message.type === "snapshot") cursor.hasSnapshot = true;
        // Before it is delivered: the client may answer at once.
        cursor.next++;
        deliver(entry.message);
      }
    }
    if (isPlaying && dueAt !== Infinity) timer = setTimeout(advance, Math.max(0, (dueAt - now) / speed));
  }

  function restart(at: number): void {
    base = Math.max(0, Math.min(at, durationMs));
    since = Date.now();
  }

  /** As after a lost connection, the client follows its channels anew; each starts with a snapshot: a way back. */
  function greet(): void {
    followed.clear();
    handlers?.onClose({ code: 1012, reason: "", isFinal: false });
    handlers?.onOpen();
    const hello = recording.find(({ message }) => message.type === "hello");
    if (hello !== undefined) deliver(hello.message);
  }

  return {
    durationMs,
    position,
    isPlaying: () => isPlaying,
    play: () => {
      restart(position());
      isPlaying = true;
      advance();
    },
    pause: () => {
      restart(position());
      isPlaying = false;
      clearTimeout(timer);
    },
    seek: (ms) => {
      const isBack = ms < position();
      restart(ms);
      if (isBack) {
        starts.clear();
        greet();
      }
      advance();
    },
    start: (given) => {
      handlers = given;
      since = Date.now();
      given.onOpen();
      const hello = recording.find(({ message }) => message.type === "hello");
      if (hello !== undefined) deliver(hello.message);
    },
    send: (text) => {
      const decoded = decodeClientMessage(text);
      if (!decoded.ok) return;
      const message = decoded.value;
      if (message.type === "subscribe") {
        const { channel } = message;
        const hasGap = followed.has(channel);
        const isEmpty = !recording.some((entry) => channelOf(entry.message) === channel);
        if (hasGap || isEmpty) {
          const reason = hasGap ? "Events are missing in the recording." : "The recording has nothing of this channel.";
          deliver({ type: "channel.error", channel, error: { code: "not_found", message: reason } });
          return;
        }
        followed.set(channel, { next: starts.get(channel) ?? 0, hasSnapshot: false });
        queueMicrotask(advance);
      } else if (message.type === "unsubscribe") followed.delete(message.channel);
      else {
        const error = { code: "forbidden", message: "This is a recording; it takes no commands." } as const;
        deliver({ type: "result", id: message.id, ok: false, error });
      }
    },
    reconnect: () => undefined,
    close: () => {
      clearTimeout(timer);
      handlers = undefined;
    },
  };
}

function textOf(message: ServerMessage): string {
  if (message.type !== "frame") return JSON.stringify(message);
  return `[${JSON.stringify(message.channel)},${message.seq},${encodeEvents(message.events)}]`;
}

function channelOf(message: ServerMessage): Channel | undefined {
  return "channel" in message ? message.channel : undefined;
}
