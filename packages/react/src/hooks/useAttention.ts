import type { RoomPending, RunSummary } from "@opencode-kit/client/protocol";
import { isRunOver } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { useEffect, useRef } from "react";
import { useClientContext } from "../context/ClientContext.ts";
import { useLabels } from "../context/LabelsContext.tsx";
import { createTitleBadge } from "../lib/titleBadge.ts";

export type UseAttentionOptions = {
  /** Shows how many requests wait before the page's title, such as "(2) My product". Default: true. */
  readonly titleBadge?: boolean;
  /** Called once for each request, those included that waited when the page came; not again after a reconnect. */
  readonly onRequest?: ((pending: RoomPending) => void) | undefined;
  /** Called when a run ends that was seen before its end. */
  readonly onRunEnd?: ((run: RunSummary) => void) | undefined;
};

/**
 * Tells people who look elsewhere that the agent needs them. The component that calls it does not render again by it.
 *
 * @example
 * // Ask for `Notification.requestPermission()` on a click, not here: browsers refuse it otherwise.
 * useAttention({
 *   onRequest: ({ runId, request }) => {
 *     if (document.visibilityState === "visible" || Notification.permission !== "granted") return;
 *     const notice = new Notification("The agent needs you", { tag: request.id });
 *     notice.onclick = () => { window.focus(); openRun(runId); };
 *   },
 *   onRunEnd: (run) => {
 *     if (document.hidden) new Notification(run.title ?? "The agent is done", { tag: run.id });
 *   },
 * });
 */
export function useAttention({ titleBadge = true, onRequest, onRunEnd }: UseAttentionOptions = {}): void {
  const { client } = useClientContext("useAttention");
  const labels = useLabels();
  const latest = useRef({ onRequest, onRunEnd });
  useEffect(() => {
    latest.current = { onRequest, onRunEnd };
  });
  const { badgeTitle } = labels;
  useEffect(() => {
    if (!titleBadge) return undefined;
    const badge = createTitleBadge(client, badgeTitle);
    const show = (): void => badge.set(client.room.get().pending.length);
    show();
    const stop = client.room.subscribe(show);
    return () => {
      stop();
      badge.remove();
    };
  }, [client, titleBadge, badgeTitle]);

  const watcher = useRef<{ readonly client: object; readonly look: (room: RoomState) => void }>(undefined);
  useEffect(() => {
    // What was told stays told when React runs an effect again.
    if (watcher.current?.client !== client) {
      const look = createWatcher(
        (pending) => latest.current.onRequest?.(pending),
        (run) => latest.current.onRunEnd?.(run),
      );
      watcher.current = { client, look };
    }
    const { look } = watcher.current;
    look(client.room.get());
    return client.room.subscribe(() => look(client.room.get()));
  }, [client]);
}

function createWatcher(
  onRequest: (pending: RoomPending) => void,
  onRunEnd: (run: RunSummary) => void,
): (room: RoomState) => void {
  const told = new Set<string>();
  const going = new Set<string>();
  let last: Pick<RoomState, "pending" | "runs"> = { pending: [], runs: [] };
  return ({ pending, runs }) => {
    const before = last;
    last = { pending, runs };
    if (pending !== before.pending) {
      for (const entry of pending) {
        if (told.has(entry.request.id)) continue;
        told.add(entry.request.id);
        onRequest(entry);
      }
    }
    if (runs === before.runs) return;
    for (const run of runs) {
      if (!isRunOver(run.status)) going.add(run.id);
      else if (going.delete(run.id)) onRunEnd(run);
    }
  };
}
