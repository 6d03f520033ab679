import type { RunStatus, WireError } from "@opencode-kit/client/protocol";
import { toWireError } from "@opencode-kit/client/protocol";
import type { RunLine } from "../room/toRunLine.ts";
import type { RunInRoomOptions } from "./runInRoom.ts";
import { runInRoom } from "./runInRoom.ts";

/**
 * What the tool says of a task that runs in a room: small, since the page follows the run's channel. Plain JSON.
 * `runId` and `room` are what `<OpenCodeRun>` and the client need to show it.
 */
export type OpenCodeTaskOutput = Omit<RunLine, "id" | "error"> & {
  readonly room: string;
  /** Empty where the room did not take the prompt. */
  readonly runId: string;
  /** `status` in three words; `error` is also a run that was stopped. */
  readonly phase: "working" | "complete" | "error";
  /** Why the run failed, in one sentence. */
  readonly error?: string;
  /** The same with its code. */
  readonly errorInfo?: WireError;
};

const NOTHING: Omit<RunLine, "id" | "status"> = {
  seq: 0,
  usage: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
  waiting: 0,
  counts: { messages: 0, files: 0, additions: 0, deletions: 0, commands: 0 },
};

/** Runs a prompt in a room; what can be said of it, at each change. Never throws: the last output says what went wrong. */
export async function* runTaskInRoom(options: RunInRoomOptions): AsyncGenerator<OpenCodeTaskOutput, void, void> {
  const lines = runInRoom(options);
  let last: RunLine = { ...NOTHING, id: "", status: "queued" };
  try {
    for (;;) {
      const { value, done } = await lines.next();
      last = value;
      yield toOutput(options.name, last);
      if (done === true) return;
    }
  } catch (cause) {
    if (options.signal?.aborted === true) {
      yield toOutput(options.name, { ...last, status: "aborted" });
      return;
    }
    const error = toWireError(cause);
    if (error.code === "internal") console.error("A task failed:", cause);
    yield toOutput(options.name, { ...last, status: "error", error });
  } finally {
    // Who leaves early stops the run.
    await lines.return(last);
  }
}

function toOutput(room: string, { id, error, ...line }: RunLine): OpenCodeTaskOutput {
  const told = error === undefined ? {} : { error: error.message, errorInfo: error };
  return { room, runId: id, phase: phaseOf(line.status), ...line, ...told };
}

function phaseOf(status: RunStatus): OpenCodeTaskOutput["phase"] {
  if (status === "complete") return "complete";
  return status === "error" || status === "aborted" ? "error" : "working";
}
