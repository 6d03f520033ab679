import type { SandboxState } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { useEffect } from "react";
import { useRequest } from "../../hooks/useRequest.ts";
import { useRoom } from "../../hooks/useRoom.ts";

const selectStatus = (room: RoomState): SandboxState["status"] => room.sandbox.status;

/** What the agent offers. Asked for again when the agent starts, which alone knows it; a failure offers nothing. */
export function useChoices<T>(fetch: () => Promise<readonly T[]>): readonly T[] {
  const { data = [], isLoaded, isBusy, error, load } = useRequest(fetch, useRoom(selectStatus));
  const isWanted = !isLoaded && !isBusy && error === undefined;
  useEffect(() => {
    if (isWanted) load();
  }, [isWanted, load]);
  return data;
}
