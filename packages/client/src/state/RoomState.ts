import type { RunSummary, SandboxState } from "../protocol/entities.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { RoomPending, RoomSnapshot } from "../protocol/snapshots.ts";

/** What a room knows beside its runs' transcripts. Immutable. */
export type RoomState = {
  /** Oldest first. */
  readonly runs: readonly RunSummary[];
  readonly sandbox: SandboxState;
  /** Everything that waits for a person, over all runs, oldest first. */
  readonly pending: readonly RoomPending[];
};

export const INITIAL_ROOM_STATE: RoomState = { runs: [], sandbox: { status: "idle" }, pending: [] };

/** The state after one event. Pure. Unknown types change nothing. */
export function reduceRoom(state: RoomState, event: RoomEvent): RoomState {
  switch (event.type) {
    case "room.run.set": {
      const at = state.runs.findIndex((run) => run.id === event.run.id);
      return { ...state, runs: at === -1 ? [...state.runs, event.run] : state.runs.with(at, event.run) };
    }
    case "room.sandbox.set":
      return { ...state, sandbox: event.sandbox };
    case "room.pending.set": {
      const others = state.pending.filter(({ request }) => request.id !== event.request.id);
      return { ...state, pending: [...others, { runId: event.runId, request: event.request }] };
    }
    case "room.pending.remove":
      return { ...state, pending: state.pending.filter(({ request }) => request.id !== event.id) };
    default:
      return state;
  }
}

export function toRoomSnapshot(state: RoomState): RoomSnapshot {
  return { runs: state.runs, sandbox: state.sandbox, pending: state.pending };
}

export function fromRoomSnapshot(snapshot: RoomSnapshot): RoomState {
  return { runs: snapshot.runs, sandbox: snapshot.sandbox, pending: snapshot.pending };
}
