import type { Recording } from "@opencode-kit/client/recording";
import { parseRecording } from "@opencode-kit/client/recording";
import { runIdOf } from "@opencode-kit/client/protocol";

const FILES: Readonly<Record<string, string>> = import.meta.glob("../../recordings/*.jsonl", {
  query: "?raw",
  import: "default",
  eager: true,
});

export type Recorded = { readonly name: string; readonly runId: string; readonly recording: Recording };

/** Runs of the real agent, as a room sent them. Their last run is shown. */
export const RECORDED: readonly Recorded[] = Object.entries(FILES).flatMap(([path, text]) => {
  const recording = parseRecording(text);
  const runIds = recording.flatMap(({ message }) => ("channel" in message ? (runIdOf(message.channel) ?? []) : []));
  const runId = runIds.at(-1);
  const name = path.replace(/^.*\/|\.jsonl$/g, "");
  return runId === undefined ? [] : [{ name, runId, recording }];
});

const TIMES: readonly string[] = ["createdAt", "startedAt", "endedAt", "completedAt", "modifiedAt", "next"];

/** The recording as if it began now, so that what runs in it has run for seconds, not for months. */
export function fromNow(recording: Recording): Recording {
  let first = Infinity;
  visitTimes(recording, (time) => {
    first = Math.min(first, time);
    return time;
  });
  const offset = first === Infinity ? 0 : Date.now() - first;
  return visitTimes(recording, (time) => time + offset) as Recording;
}

function visitTimes(value: unknown, change: (time: number) => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => visitTimes(entry, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      typeof entry === "number" && entry > 0 && TIMES.includes(key) ? change(entry) : visitTimes(entry, change),
    ]),
  );
}
