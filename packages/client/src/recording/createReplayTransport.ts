import type { Channel, ServerMessage } from "../protocol/index.ts";
import { decodeClientMessage } from "../protocol/index.ts";
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
  play(): void;
  pause(): void;
  /** Shows the moment `ms`, forwards or backwards. */
  seek(ms: number): void;
};

type Followed = { next: number };

export function createReplayTransport(recording: Recording, options: ReplayOptions = {}): ReplayTransport {
  const speed = options.speed ?? 1;
  const durationMs = recording.at(-1)?.t ?? 0;
  const followed = new Map<Channel, Followed>();
  let handlers: TransportHandlers | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPlaying = options.autoPlay ?? true;
  let base = speed === Infinity ? durationMs : Math.min(options.at ?? 0, durationMs);
  let since = Date.now();

  const position = (): number =>
    isPlaying && speed !== Infinity ? Math.min(base + (Date.now() - since) * speed, durationMs) : base;
  const deliver = (message: ServerMessage): void => handlers?.onText(JSON.stringify(message));

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

  return {
    durationMs,
    position,
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
      // Each channel starts with a snapshot, so playing it from its start is a way back.
      if (isBack) for (const cursor of followed.values()) cursor.next = 0;
      advance();
    },
    start: (given) => {
      handlers = given;
      since = Date.now();
      given.onOpen();
      for (const { message } of recording) {
        if (message.type !== "hello") continue;
        deliver(message);
        break;
      }
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
        followed.set(channel, { next: 0 });
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

function channelOf(message: ServerMessage): Channel | undefined {
  return "channel" in message ? message.channel : undefined;
}
