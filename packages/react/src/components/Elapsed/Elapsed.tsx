import type { ReactNode } from "react";
import { useState } from "react";
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
  const [ahead, setAhead] = useState(0);
  if (since === undefined) return null;
  // A clock that is ahead of this one would stand at zero for as long as that: it counts from when it was seen.
  if (isRunning && now > 0 && since - ahead > now) setAhead(since - now);
  const ms = (until ?? now) - since + (isRunning ? ahead : 0);
  return (
    <span data-slot="oc-elapsed" data-state={isRunning ? "running" : "done"}>
      {isRunning ? formatDuration(Math.max(0, Math.floor(ms / 1000)) * 1000) : formatDuration(ms)}
    </span>
  );
}
