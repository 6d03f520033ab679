import type { Channel } from "@opencode-kit/client/protocol";
import type { FrameStore, StoredFrame } from "./FrameStore.ts";

/** A log that lives only as long as the object is awake, for what is read anew after a sleep. One channel each. */
export function createMemoryFrameStore(): FrameStore {
  const epoch = crypto.randomUUID();
  let frames: StoredFrame[] = [];
  let snapshot: { readonly seq: number; readonly body: string } | undefined;
  const framesAfter = (_channel: Channel, seq: number): readonly StoredFrame[] => {
    const first = frames.findLastIndex((frame) => frame.seq <= seq + 1);
    return frames.slice(Math.max(first, 0));
  };
  return {
    framesAfter,
    load: (channel) => ({
      epoch,
      snapshotSeq: snapshot?.seq ?? 0,
      snapshot: snapshot?.body,
      frames: framesAfter(channel, snapshot?.seq ?? 0),
    }),
    append: (_channel, frame) => void frames.push(frame),
    writeSnapshot: (_channel, seq, body, keepFrom) => {
      snapshot = { seq, body };
      frames = frames.filter((frame) => frame.seq >= keepFrom);
    },
  };
}
