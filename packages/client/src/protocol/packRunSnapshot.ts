import type { RunSnapshot } from "./snapshots.ts";
import { packDiff, packMessage, packPart, packUsage } from "./wireForms.ts";

/** A run's snapshot as it travels; `decodeServerMessage` gives it back. */
export function packRunSnapshot(snapshot: RunSnapshot): object {
  let messageId: string | undefined;
  return {
    ...snapshot,
    usage: packUsage(snapshot.usage),
    sessions: snapshot.sessions.map((session) => ({ ...session, usage: packUsage(session.usage) })),
    messages: snapshot.messages.map(packMessage),
    parts: snapshot.parts.map((part) => {
      const packed = packPart(part, messageId);
      ({ messageId } = part);
      return packed;
    }),
    diffs: snapshot.diffs.map(packDiff),
  };
}
