import type { RunStatus } from "@opencode-kit/client/protocol";
import type { ChangedFile } from "../room/toRunLine.ts";

/** What the outer model is told of a task at most, in bytes of UTF-8, and its parts. */
const MAX_BYTES = 3_000;
const MAX_ERROR_BYTES = 500;
const MAX_FILES_BYTES = 1_000;
const MAX_FIELD_BYTES = 200;

/** What is known of a task when it is over. */
export type TaskAccount = {
  readonly status: RunStatus;
  readonly sessionId?: string;
  readonly summary?: string;
  readonly files: readonly ChangedFile[];
  readonly fileCount: number;
  readonly outputFile?: string;
  /** The task was to make a file, and has not. */
  readonly outputMissing?: boolean;
  readonly error?: string;
};

/**
 * The account that the outer model reads: how it ended, what changed, and the agent's last words, in at most 3,000 bytes.
 * Never the transcript.
 */
export function toModelText(account: TaskAccount): string {
  const { status, sessionId = "", summary = "", outputFile, outputMissing, error, fileCount } = account;
  const lines = [`Status: ${status}`];
  if (error !== undefined) lines.push(`Error: ${cut(error, MAX_ERROR_BYTES)}`);
  if (sessionId !== "") lines.push(`Session: ${cut(sessionId, MAX_FIELD_BYTES)}`);
  if (outputFile !== undefined) lines.push(`Output file: ${cut(outputFile, MAX_FIELD_BYTES)}`);
  if (outputMissing === true) lines.push("Output file: was not made");
  if (fileCount > 0) lines.push(`Changed files: ${fileCount}`, ...fileLines(account));
  const head = lines.join("\n");
  if (summary.trim() === "") return head;
  return `${head}\n\n${cut(summary.trim(), MAX_BYTES - bytesOf(head) - 2)}`;
}

function fileLines({ files, fileCount }: TaskAccount): readonly string[] {
  const lines: string[] = [];
  let left = MAX_FILES_BYTES;
  for (const { file, status, additions, deletions } of files) {
    const line = `- ${status} ${cut(file, MAX_FIELD_BYTES)} (+${additions} -${deletions})`;
    left -= bytesOf(line) + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return lines.length === fileCount ? lines : [...lines, `- and ${fileCount - lines.length} more`];
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** At most this many bytes of a text, with a mark where something is left out; no character is torn. */
function cut(text: string, maxBytes: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= maxBytes) return text;
  const mark = "…";
  const kept = new TextDecoder().decode(bytes.slice(0, maxBytes - bytesOf(mark)), { stream: true });
  return `${kept}${mark}`;
}
