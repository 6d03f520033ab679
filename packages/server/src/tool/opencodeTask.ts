import type { Tool } from "ai";
import type { BudgetRule, User } from "@opencode-kit/client/protocol";
import { defined, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import type { RoomNamespace } from "./runInRoom.ts";
import type { OpenCodeTaskOutput } from "./runTaskInRoom.ts";
import { runTaskInRoom } from "./runTaskInRoom.ts";
import type { SandboxTaskOptions } from "./runTaskInSandbox.ts";
import { runTaskInSandbox } from "./runTaskInSandbox.ts";
import type { OpenCodeTaskInput } from "./taskInput.ts";
import { TASK_INPUT } from "./taskInput.ts";
import type { TaskAccount } from "./toModelText.ts";
import { toModelText } from "./toModelText.ts";

type CommonOptions = {
  /** Tells the outer model what the tool is for. Default: what follows from the tool itself. */
  readonly description?: string;
  /** What each task may use up. Default: no limits but the room's. */
  readonly budget?: BudgetRule;
  /** Stops every task of this tool; a call's own signal stops that call's. */
  readonly signal?: AbortSignal;
};

/** The agent runs in a room, whose page follows it over its channel. */
export type OpenCodeTaskRoomOptions = CommonOptions & {
  /** The binding of your `OpenCodeRoom`. */
  readonly room: RoomNamespace;
  /** The room's name. */
  readonly name: string;
  /** In whose name; the room's record names them. */
  readonly user?: User;
};

/** The agent runs in a sandbox without a room: the outputs are all that a page has of it. */
export type OpenCodeTaskSandboxOptions = CommonOptions & Omit<SandboxTaskOptions, "budget">;

const DESCRIPTION = [
  "Delegates a coding task to an autonomous coding agent that works in a sandbox of its own, with files, a shell and the usual tools.",
  "Use it for whatever needs code to be written, changed, run, tested or explained from files.",
  "Give it the whole task at once: what to do, with which inputs, what the result is and how to check it.",
  "Its answer says how the task ended, which files changed and what the agent has to say.",
].join(" ");

/**
 * A tool for `streamText` and `generateText` of the AI SDK (6 or newer) that lets the outer model give tasks to OpenCode.
 * With `room` its outputs are small and the page follows the run's channel; with `sandbox` they are whole snapshots, at
 * most five a second, which share what did not change. The outer model itself gets an account of at most 3,000 bytes.
 *
 * It never throws when it runs: the last output says how the task ended. An abort of the call, or of `signal`, stops the
 * agent as a person's stop does. Throws `bad_request` at once for options that do not go together.
 *
 * @example
 * const tools = { opencode: opencodeTask({ room: env.OpenCodeRoom, name }) };
 * const tools = { opencode: opencodeTask({ sandbox: env.Sandbox, name, env, storage: ctx.storage }) };
 */
export function opencodeTask(options: OpenCodeTaskRoomOptions): Tool<OpenCodeTaskInput, OpenCodeTaskOutput>;
export function opencodeTask(options: OpenCodeTaskSandboxOptions): Tool<OpenCodeTaskInput, OpenCodeRunOutput>;
export function opencodeTask(options: OpenCodeTaskRoomOptions | OpenCodeTaskSandboxOptions): object {
  check(options);
  const { description = DESCRIPTION, signal, budget } = options;
  return {
    description,
    inputSchema: TASK_INPUT,
    execute: ({ prompt, sessionId, outputFile }, { abortSignal }) => {
      const stop = anyOf(signal, abortSignal);
      const order = defined({ sessionId, outputFile, budget });
      if ("room" in options) {
        const { room, name, user } = options;
        return runTaskInRoom({ room, name, prompt, signal: stop, ...order, ...defined({ user }) });
      }
      const { description: _description, signal: _signal, budget: _budget, ...sandbox } = options;
      return runTaskInSandbox(sandbox, prompt, { ...order, signal: stop });
    },
    toModelOutput: ({ output }) => ({ type: "text", value: toModelText(toAccount(output)) }),
  } satisfies Tool<OpenCodeTaskInput, OpenCodeTaskOutput | OpenCodeRunOutput>;
}

function check(options: object): void {
  const has = (key: string): boolean => (options as Readonly<Record<string, unknown>>)[key] !== undefined;
  if (has("room") === has("sandbox")) {
    throw new OpenCodeKitError(
      "bad_request",
      "opencodeTask needs either `room` or `sandbox`: pass the binding of one.",
    );
  }
  if (!has("name")) {
    throw new OpenCodeKitError("bad_request", "opencodeTask needs `name`: pass the name of the room or the sandbox.");
  }
  const missing = has("sandbox") ? ["env", "storage"].filter((key) => !has(key)) : [];
  if (missing.length > 0) {
    const message = `opencodeTask with \`sandbox\` needs ${missing.map((key) => `\`${key}\``).join(" and ")} too.`;
    throw new OpenCodeKitError("bad_request", message);
  }
  const foreign = has("room") ? ["credentials", "userConfig", "answer"].filter(has) : [];
  if (foreign.length > 0) {
    const message = `opencodeTask with \`room\` takes no \`${foreign[0]}\`: the room's own \`sandbox()\` says it.`;
    throw new OpenCodeKitError("bad_request", message);
  }
}

function anyOf(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  return a === undefined ? b : b === undefined ? a : AbortSignal.any([a, b]);
}

function toAccount(output: OpenCodeTaskOutput | OpenCodeRunOutput): TaskAccount {
  const { status, sessionId, summary, outputFile, outputMissing, error } = output;
  const files = "diffs" in output ? output.diffs : (output.files ?? []);
  const fileCount = "counts" in output ? output.counts.files : files.length;
  return { status, files, fileCount, ...defined({ sessionId, summary, outputFile, outputMissing, error }) };
}
