import { isRunOver } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import { useEffect, useState } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";

const selectShown = (state: RunState): RunState["status"] | undefined =>
  state.createdAt === 0 ? undefined : state.status;

const selectLeft = (state: RunState): number => state.stillRunning?.length ?? 0;
const selectPending = (state: RunState): number => state.pending.length;

/** What only passes is not told: a status that does not ask for anybody must have stood for this long, in ms. */
const SETTLED_MS = 1000;

/**
 * Tells a screen reader of each change of the run's status, of how much waits for a person and of what a stop has left,
 * politely, and of nothing else: never of a word that the model writes.
 */
export function RunAnnouncer(): ReactNode {
  const labels = useLabels();
  const { promptShortcut } = useRunContext("RunAnnouncer");
  const status = useRun("RunAnnouncer", selectShown);
  const left = useRun("RunAnnouncer", selectLeft);
  const pending = useRun("RunAnnouncer", selectPending);
  const isAsking = pending > 0;
  const text = [
    status === undefined || isAsking ? "" : labels.runStatusAnnouncement(status),
    isAsking ? `${labels.activityPerson(pending)}.` : "",
    isAsking && promptShortcut !== null ? labels.promptShortcut(promptShortcut) : "",
    left === 0 ? "" : labels.stillRunning(left),
  ]
    .filter((each) => each !== "")
    .join(" ");
  const isPassing = !isAsking && status !== undefined && !isRunOver(status);
  return (
    <div data-slot="oc-visually-hidden" role="status" aria-live="polite">
      {useSettled(text, isPassing ? SETTLED_MS : 0)}
    </div>
  );
}

/** The value once it has stood for `ms`. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  if (ms === 0 && settled !== value) setSettled(value);
  useEffect(() => {
    if (ms === 0) return undefined;
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
