import { decodeServerMessage } from "../src/protocol/index.ts";
import type { RunEvent, RunSnapshot } from "../src/protocol/index.ts";
import type { RunState } from "../src/state/index.ts";
import { fromRunSnapshot, reduceRunAll } from "../src/state/index.ts";

/** What a viewer has, and how far it is in the log. */
export type View = { readonly state: RunState; readonly seq: number; readonly isWindowed: boolean };

/** The view after a room's messages, as a client folds them. Throws if there is a gap. */
export function viewed(view: View, texts: readonly string[]): View {
  let { state, seq, isWindowed } = view;
  for (const text of texts) {
    const decoded = decodeServerMessage(text);
    if (decoded === undefined || decoded.skipped > 0) throw new Error(`A client cannot use ${text.slice(0, 200)}`);
    const { message } = decoded;
    if (message.type === "snapshot") {
      state = fromRunSnapshot(message.state as RunSnapshot);
      seq = message.seq;
      isWindowed = true;
    } else if (message.type === "frame") {
      if (message.seq > seq + 1) throw new Error(`Events ${seq + 1} to ${message.seq - 1} are missing.`);
      const fresh = message.events.slice(seq + 1 - message.seq) as readonly RunEvent[];
      state = reduceRunAll(state, fresh);
      seq += fresh.length;
    }
  }
  return { state, seq, isWindowed };
}
