import type { RoomPending } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { useRoom } from "./useRoom.ts";

const selectPending = (room: RoomState): readonly RoomPending[] => room.pending;

/**
 * Everything in the room that waits for a person, oldest first, each with its run's id.
 *
 * @example
 * const waiting = usePending().length;
 */
export function usePending(): readonly RoomPending[] {
  return useRoom(selectPending);
}
