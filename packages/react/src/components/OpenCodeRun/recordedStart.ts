import type { Recording } from "@opencode-kit/client/recording";

const PAST: readonly string[] = ["createdAt", "startedAt", "endedAt", "completedAt"];

/**
 * What time it was when a recording began, in ms since the epoch; undefined where it has no times. Nothing in a message
 * can be later than the message, so the latest that any of them tells is the nearest.
 */
export function recordedStart(recording: Recording): number | undefined {
  let start = -Infinity;
  for (const { t, message } of recording) {
    visitTimes(message, (time) => {
      start = Math.max(start, time - t);
    });
  }
  return start === -Infinity ? undefined : start;
}

function visitTimes(value: unknown, visit: (time: number) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === "number") {
      if (entry > 0 && PAST.includes(key)) visit(entry);
    } else visitTimes(entry, visit);
  }
}
