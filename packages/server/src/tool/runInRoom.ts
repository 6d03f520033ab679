import type { Command, CommandName, CommandResult, SubmitCommand, User } from "@opencode-kit/client/protocol";
import { isRunOver, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { CommandOutcome } from "../commands/CommandOutcome.ts";
import type { RunNews } from "../room/awaitRun.ts";
import type { RunLine } from "../room/toRunLine.ts";

/** Calls that failed because the object was moved or evicted are made again this often, with pauses in ms. */
const TRIES = 6;
const PAUSE_MS = 500;

/** What is needed of a room's stub. */
export type RoomStub = {
  runCommand(command: Command, user?: User): Promise<CommandOutcome>;
  awaitRun(runId: string, mark?: string): Promise<RunNews | undefined>;
};

/** The binding of your `OpenCodeRoom`. */
export type RoomNamespace = { getByName(name: string): RoomStub };

export type RunInRoomOptions = Omit<SubmitCommand, "name" | "operationId"> & {
  readonly room: RoomNamespace;
  /** The room's name. */
  readonly name: string;
  /** The same id twice is one run, such as the id of a tool call. Default: a new random id. */
  readonly operationId?: string;
  /** Stops the run when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** In whose name; the room's record names them. */
  readonly user?: User;
};

/**
 * Runs a prompt in a room, from a Worker: yields the run's line at each change, and returns the last one when the run is
 * over. An abort of `signal` and the end of the loop before the run's (a tool call that is closed) stop the run just as a
 * person's stop does: its session, those of its subagents, and what waits in them. Throws an `OpenCodeKitError` where the
 * room refuses the prompt.
 *
 * @example
 * for await (const line of runInRoom({ room: env.OpenCodeRoom, name: "my-room", prompt, signal: abortSignal })) {
 *   console.log(line.status);
 * }
 */
export async function* runInRoom(options: RunInRoomOptions): AsyncGenerator<RunLine, RunLine, void> {
  const { room, name, signal, user, operationId = crypto.randomUUID(), ...prompt } = options;
  signal?.throwIfAborted();
  const ask = async <N extends CommandName>(command: Extract<Command, { name: N }>): Promise<CommandResult<N>> => {
    const outcome = await persistently(() => room.getByName(name).runCommand(command, user));
    if (!outcome.ok) throw OpenCodeKitError.fromWire(outcome.error);
    return outcome.value as CommandResult<N>;
  };
  const { runId } = await ask<"submit">({ name: "submit", operationId, ...prompt });
  let stopping: Promise<unknown> | undefined;
  const stop = (): void => {
    stopping ??= ask<"stop">({ name: "stop", runId }).catch(() => undefined);
  };
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted === true) stop();
  let isOver = false;
  try {
    let mark: string | undefined;
    for (;;) {
      const news = await persistently(() => room.getByName(name).awaitRun(runId, mark));
      if (news === undefined) throw new OpenCodeKitError("not_found", "The room has forgotten the run.");
      isOver = isRunOver(news.line.status);
      if (isOver) return news.line;
      if (news.mark !== mark) yield news.line;
      ({ mark } = news);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    if (!isOver) stop();
    await stopping;
  }
}

/** An object that is evicted or moved breaks the calls to it; the next one finds it again. */
async function persistently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === TRIES) {
        throw new OpenCodeKitError("connection_lost", "The room could not be reached. Try again.", {
          cause: error,
          retryable: true,
        });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
  }
}
