import type { ChannelStatus, ConnectionState, OpenCodeClient, SubmitInput } from "@opencode-kit/client";
import type { BudgetReply, CommandResult, PermissionReply } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { useMemo } from "react";
import { useClientContext } from "../context/ClientContext.ts";
import { useOptionalRunContext } from "../context/RunContext.ts";
import { useStore } from "../lib/useStore.ts";

export type UseOpenCodeRunOptions = {
  /** Default: the run that surrounds the component, such as that of a tool's renderer. */
  readonly runId?: string | undefined;
};

/** Commands of one run. Each rejects with an `OpenCodeKitError` whose `code` says why. Stable between renders. */
export type OpenCodeRunCommands = {
  /** Submits a follow-up in the run's session, as a new run. */
  submit(input: Omit<SubmitInput, "sessionId" | "followsRunId">): Promise<CommandResult<"submit">>;
  stop(options?: { readonly processes?: boolean }): Promise<CommandResult<"stop">>;
  replyToPermission(
    requestId: string,
    reply: PermissionReply,
    message?: string,
  ): Promise<CommandResult<"replyToPermission">>;
  replyToQuestion(
    requestId: string,
    answers: readonly (readonly string[])[],
  ): Promise<CommandResult<"replyToQuestion">>;
  rejectQuestion(requestId: string): Promise<CommandResult<"rejectQuestion">>;
  replyToBudget(requestId: string, reply: BudgetReply): Promise<CommandResult<"replyToBudget">>;
};

export type UseOpenCodeRunResult = OpenCodeRunCommands & {
  readonly state: RunState;
  /** Whether the state is up to date, and why not. */
  readonly status: ChannelStatus;
  readonly connection: ConnectionState;
};

const whole = <T>(value: T): T => value;

/**
 * A run's live state. Without a selector: the whole state with its commands, rendering again on every change. With a
 * selector: the selection alone, rendering again only when it changes.
 *
 * @example
 * const { state, stop } = useOpenCodeRun({ runId });
 * const todos = useOpenCodeRun({ runId }, (run) => run.todos);
 *
 * @throws Where there is neither a `runId` nor a surrounding run.
 */
export function useOpenCodeRun(options: UseOpenCodeRunOptions): UseOpenCodeRunResult;
export function useOpenCodeRun<S>(
  options: UseOpenCodeRunOptions,
  selector: (state: RunState) => S,
  isEqual?: (a: S, b: S) => boolean,
): S;
export function useOpenCodeRun<S>(
  { runId: givenId }: UseOpenCodeRunOptions,
  selector?: (state: RunState) => S,
  isEqual?: (a: S, b: S) => boolean,
): S | UseOpenCodeRunResult {
  const { client } = useClientContext("useOpenCodeRun");
  const surrounding = useOptionalRunContext()?.runId;
  const runId = givenId ?? surrounding;
  if (runId === undefined) throw new Error("`useOpenCodeRun` needs a `runId` or a surrounding `RunRoot`.");
  const store = client.run(runId);
  const isSelective = selector !== undefined;
  const selected = useStore<RunState, S | RunState>(
    store,
    selector ?? whole,
    isEqual as ((a: S | RunState, b: S | RunState) => boolean) | undefined,
  );
  // A selector's caller did not ask for these; a constant selection never renders again.
  const status = useStore<ChannelStatus, ChannelStatus | null>(store.status, isSelective ? nothing : whole);
  const connection = useStore<ConnectionState, ConnectionState | null>(
    client.connection,
    isSelective ? nothing : whole,
  );
  const commands = useMemo(() => toCommands(client, runId), [client, runId]);
  return useMemo(() => {
    if (isSelective || status === null || connection === null) return selected as S;
    return { state: selected as RunState, status, connection, ...commands };
  }, [isSelective, selected, status, connection, commands]);
}

function nothing(): null {
  return null;
}

function toCommands(client: OpenCodeClient, runId: string): OpenCodeRunCommands {
  return {
    submit: (input) => client.submit({ ...input, followsRunId: runId }),
    stop: (options) => client.stop(runId, options),
    replyToPermission: (requestId, reply, message) =>
      client.replyToPermission(message === undefined ? { requestId, reply } : { requestId, reply, message }),
    replyToQuestion: (requestId, answers) => client.replyToQuestion({ requestId, answers }),
    rejectQuestion: (requestId) => client.rejectQuestion(requestId),
    replyToBudget: (requestId, reply) => client.replyToBudget({ requestId, reply }),
  };
}
