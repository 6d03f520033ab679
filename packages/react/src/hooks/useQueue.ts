import type { RunSummary } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { useCallback, useMemo } from "react";
import { useClientContext } from "../context/ClientContext.ts";
import { isSameList } from "../lib/isSameList.ts";
import { useStore } from "../lib/useStore.ts";

/** The session whose queue is meant, or a run in it. */
export type QueueOf = { readonly sessionId: string } | { readonly runId: string };

export type Queue = {
  /** The prompts that wait, the next one first. */
  readonly runs: readonly RunSummary[];
  /** The run before was stopped or failed: the queue waits until a person lets it go on. */
  readonly isHeld: boolean;
  /** Absent before the agent has started. */
  readonly sessionId: string | undefined;
  /** Whether a run of the session goes on or waits, so that another prompt has to wait. */
  readonly isBusy: boolean;
  /** The whole prompt: lists carry its beginning. */
  readonly getPrompt: (runId: string) => Promise<string>;
  /** Rejects with `run_started` once the prompt is the agent's. */
  readonly edit: (runId: string, prompt: string) => Promise<void>;
  /** One place up or down. */
  readonly move: (runId: string, direction: "up" | "down") => Promise<void>;
  /** Hands a prompt to the agent now, in the run that is going on. */
  readonly steer: (runId: string) => Promise<unknown>;
  readonly cancel: (runId: string) => Promise<unknown>;
  /** Lets a held queue go on. */
  readonly resume: () => Promise<void>;
};

/**
 * The prompts that wait for their turn in a session, and what can be done with them.
 *
 * @example
 * const { runs, isHeld, cancel } = useQueue({ runId });
 */
export function useQueue(of: QueueOf): Queue {
  const { client } = useClientContext("useQueue");
  const runId = "runId" in of ? of.runId : undefined;
  const given = "sessionId" in of ? of.sessionId : undefined;
  const selectSession = useCallback(
    (room: RoomState) => given ?? room.runs.findLast(({ id }) => id === runId)?.sessionId,
    [given, runId],
  );
  const sessionId = useStore(client.room, selectSession);
  const selectRuns = useCallback((room: RoomState) => selectQueue(room, sessionId), [sessionId]);
  const runs = useStore(client.room, selectRuns, isSameList);
  const selectBusy = useCallback(
    (room: RoomState) =>
      room.runs.some(
        (run) =>
          !isRunOver(run.status) &&
          // What is held lets a new prompt pass.
          run.queue?.isHeld !== true &&
          (run.id === runId || (sessionId !== undefined && run.sessionId === sessionId)),
      ),
    [runId, sessionId],
  );
  const isBusy = useStore(client.room, selectBusy);
  return useMemo(() => {
    const move = (id: string, direction: "up" | "down"): Promise<void> => {
      const at = runs.findIndex((run) => run.id === id);
      // To go down is to stand before the one after the next, or at the end.
      const before = runs[direction === "up" ? at - 1 : at + 2];
      if (at === -1 || (direction === "up" ? at === 0 : at === runs.length - 1)) return Promise.resolve();
      return client.moveQueued({ runId: id, ...(before === undefined ? {} : { before: before.id }) });
    };
    return {
      runs,
      isHeld: runs.some(({ queue }) => queue?.isHeld === true),
      sessionId,
      isBusy,
      getPrompt: (id) => client.getPrompt(id),
      edit: (id, prompt) => client.editQueued({ runId: id, prompt }),
      move,
      steer: (id) => client.steerQueued(id),
      cancel: (id) => client.stop(id),
      resume: async () => {
        const held = runs.find(({ queue }) => queue?.isHeld === true);
        if (held !== undefined) await client.resumeQueue(held.id);
      },
    };
  }, [client, runs, sessionId, isBusy]);
}

/** Before the agent has started, neither the run nor what waits behind it has a session. */
function selectQueue({ runs }: RoomState, sessionId: string | undefined): readonly RunSummary[] {
  return runs
    .filter((run) => run.status === "queued" && run.queue != null && run.sessionId === sessionId)
    .sort((a, b) => (a.queue?.position ?? 0) - (b.queue?.position ?? 0));
}
