import type { ChannelStatus, ChannelStore, ConnectionState } from "@opencode-kit/client";
import type { RunState } from "@opencode-kit/client/state";
import { useStore } from "../lib/useStore.ts";
import { useOptionalClientContext } from "./ClientContext.ts";

/** `loading`: nothing is known of the run yet; `unavailable`: and nothing will be, as it stands. */
export type RunPhase = "loading" | "unavailable" | "known";

const NO_CONNECTION = { get: () => undefined, subscribe: () => () => undefined };

const selectIsKnown = ({ createdAt }: RunState): boolean => createdAt !== 0;
const selectIsRefused = ({ phase }: ChannelStatus): boolean => phase === "error";
const selectIsClosed = (state: ConnectionState | undefined): boolean => state?.status === "closed";

/** Whether a run can be shown. */
export function useRunPhase(store: ChannelStore<RunState>): RunPhase {
  const client = useOptionalClientContext()?.client;
  const isKnown = useStore(store, selectIsKnown);
  const isRefused = useStore(store.status, selectIsRefused);
  const isClosed = useStore<ConnectionState | undefined, boolean>(client?.connection ?? NO_CONNECTION, selectIsClosed);
  if (isKnown) return "known";
  return isRefused || isClosed ? "unavailable" : "loading";
}
