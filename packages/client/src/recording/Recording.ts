import type { ServerMessage } from "../protocol/index.ts";
import { decodeServerMessage, OpenCodeKitError } from "../protocol/index.ts";

/** One message of a recorded connection; `t` is in ms since its start. */
export type RecordedMessage = { readonly t: number; readonly message: ServerMessage };

/** Everything that a room sent to one client, in order. */
export type Recording = readonly RecordedMessage[];

/** A recording as JSON lines, one message each. */
export function formatRecording(recording: Recording): string {
  return recording.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

/**
 * Reads JSON lines that {@link formatRecording} wrote; blank lines are skipped.
 *
 * @throws OpenCodeKitError `bad_request` naming the line that is not a recorded message.
 */
export function parseRecording(jsonl: string): Recording {
  const recording: RecordedMessage[] = [];
  for (const [index, line] of jsonl.split("\n").entries()) {
    if (line.trim() === "") continue;
    const entry = parseLine(line);
    if (entry === undefined) {
      throw new OpenCodeKitError("bad_request", `Line ${index + 1} of the recording is not a recorded message.`);
    }
    recording.push(entry);
  }
  return recording;
}

function parseLine(line: string): RecordedMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("t" in value) || !("message" in value)) return undefined;
  const { t, message } = value;
  const decoded = decodeServerMessage(JSON.stringify(message));
  return typeof t === "number" && decoded !== undefined ? { t, message: decoded.message } : undefined;
}
