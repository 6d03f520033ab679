import type { RunSnapshot } from "./snapshots.ts";
import { packDiff, packMessage, packPart, packUsage } from "./wireForms.ts";

/** A run's snapshot as it travels; `decodeServerMessage` gives it back. */
export function packRunSnapshot(snapshot: RunSnapshot): object {
  let messageId: string | undefined;
  const lists = Object.entries(snapshot).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return {
    ...Object.fromEntries(lists),
    usage: packUsage(snapshot.usage),
    ...list("sessions", snapshot.sessions, (session) => ({ ...session, usage: packUsage(session.usage) })),
    ...list("messages", snapshot.messages, packMessage),
    ...list("parts", snapshot.parts, (part) => {
      const packed = packPart(part, messageId);
      ({ messageId } = part);
      return packed;
    }),
    ...list("diffs", snapshot.diffs, packDiff),
  };
}

/** Empty lists do not travel. */
function list<T>(key: string, entries: readonly T[], pack: (entry: T) => unknown): object {
  return entries.length === 0 ? {} : { [key]: entries.map(pack) };
}
