import type { ConnectionState } from "@opencode-kit/client";
import type { RoomState } from "@opencode-kit/client/state";
import { INITIAL_ROOM_STATE } from "@opencode-kit/client/state";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { isSameList } from "../../lib/isSameList.ts";
import { useStore } from "../../lib/useStore.ts";

/** Why everything in the room waits, whatever a run was doing. */
export type RoomWait = {
  readonly kind: "none" | "starting" | "restoring" | "reconnecting";
  /** In ms since the Unix epoch. */
  readonly since?: number | undefined;
};

const NO_ROOM = { get: () => INITIAL_ROOM_STATE, subscribe: () => () => undefined };
const CONNECTED = { get: (): ConnectionState => ({ status: "open" }), subscribe: () => () => undefined };

type Selection = readonly [status: RoomState["sandbox"]["status"], restoringSince: number | undefined];

function selectSandbox({ sandbox, backup }: RoomState): Selection {
  return [sandbox.status, backup?.status === "restoring" ? backup.at : undefined];
}

const selectConnection = ({ status }: ConnectionState): ConnectionState["status"] => status;

export function useRoomWait(): RoomWait {
  const client = useOptionalClientContext()?.client;
  const connection = useStore(client?.connection ?? CONNECTED, selectConnection);
  const [status, restoringSince] = useStore<RoomState, Selection>(client?.room ?? NO_ROOM, selectSandbox, isSameList);
  // Also a connection that is closed for good: what ran when it broke may have ended long ago.
  if (connection === "reconnecting" || connection === "closed") return { kind: "reconnecting" };
  if (status === "restoring") return { kind: "restoring", since: restoringSince };
  return { kind: status === "starting" ? "starting" : "none" };
}
