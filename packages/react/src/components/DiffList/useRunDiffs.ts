import type { FileDiff } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { useMemo } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { useBoundRun } from "../../context/useBoundRun.ts";
import type { Request } from "../../hooks/useRequest.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";

/** A row needs no patch. */
const selectListed = (state: RunState): readonly FileDiff[] => state.diffs;
const selectLeftOut = (state: RunState): number => state.diffsLeftOut;
const selectId = (state: RunState): string => state.id;

type RunDiffs = {
  readonly diffs: readonly FileDiff[];
  readonly runId: string;
  /** Files that are not in `diffs`. */
  readonly leftOut: number;
  readonly request: Request<readonly FileDiff[]>;
};

/** The files that a run changed; those that its state leaves out on demand. */
export function useRunDiffs(givenId: string | undefined): RunDiffs {
  const listed = useBoundRun("DiffList", givenId, selectListed);
  const leftOut = useBoundRun("DiffList", givenId, selectLeftOut);
  const runId = useBoundRun("DiffList", givenId, selectId);
  const client = useOptionalClientContext()?.client;
  const isAsked = client !== undefined && leftOut > 0;
  const request = useRequest(isAsked ? openCodeQueries(client).runDiffs({ runId, version: leftOut }) : undefined);
  const all = leftOut === 0 ? undefined : request.data;
  const diffs = useMemo(() => (all === undefined ? listed : merge(all, listed)), [all, listed]);
  return { diffs, runId, leftOut: all === undefined ? leftOut : 0, request };
}

/** What the state has is newer than what was fetched. */
function merge(fetched: readonly FileDiff[], listed: readonly FileDiff[]): readonly FileDiff[] {
  const byPath = new Map([...fetched, ...listed].map((diff) => [diff.path, diff]));
  return [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
