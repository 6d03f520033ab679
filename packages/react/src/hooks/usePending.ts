import type { RoomPending } from "@opencode-kit/client/protocol";
import { useRoom } from "./useRoom.ts";

/** Everything in the room that waits for a person, oldest first, each with its run's id. */
export function usePending(): readonly RoomPending[] {
  return useRoom((room) => room.pending);
}
