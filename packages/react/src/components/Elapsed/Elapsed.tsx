import type { ReactNode } from "react";
import { formatDuration } from "../../lib/format.ts";
import { useNow } from "../../lib/useNow.ts";

export type ElapsedProps = {
  /** Milliseconds since the Unix epoch. */
  readonly since: number | undefined;
  /** Where it stopped; absent while it runs. */
  readonly until?: number | undefined;
};

/** Time between two moments, or since one; ticks once a second, in tabular figures. */
export function Elapsed({ since, until }: ElapsedProps): ReactNode {
  const isRunning = since !== undefined && until === undefined;
  const now = useNow(isRunning);
  if (since === undefined) return null;
  const ms = (until ?? now) - since;
  return (
    <span data-slot="oc-elapsed" data-state={isRunning ? "running" : "done"}>
      {isRunning ? formatDuration(Math.max(0, Math.floor(ms / 1000)) * 1000) : formatDuration(ms)}
    </span>
  );
}
