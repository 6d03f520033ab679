import type { ProcessInfo, RoomEvent, RoomPending, RoomSnapshot, RunSummary, SandboxState } from "../protocol/index.ts";

/** What a room knows beside its runs' transcripts. Immutable. */
export type RoomState = {
  /** Oldest first. */
  readonly runs: readonly RunSummary[];
  readonly sandbox: SandboxState;
  /** Everything that waits for a person, over all runs, oldest first. */
  readonly pending: readonly RoomPending[];
  /** Terminals and whatever else runs in the sandbox beside the runs' own tools, oldest first. */
  readonly processes: readonly ProcessInfo[];
};

export const INITIAL_ROOM_STATE: RoomState = { runs: [], sandbox: { status: "idle" }, pending: [], processes: [] };

/** The state after one event. Pure. Unknown types change nothing. */
export function reduceRoom(state: RoomState, event: RoomEvent): RoomState {
  switch (event.type) {
    case "room.run.set":
      return { ...state, runs: withEntry(state.runs, event.run, ({ id }) => id) };
    case "room.run.remove":
      return {
        ...state,
        runs: state.runs.filter(({ id }) => id !== event.id),
        pending: state.pending.filter(({ runId }) => runId !== event.id),
      };
    case "room.sandbox.set":
      return { ...state, sandbox: event.sandbox };
    case "room.pending.set": {
      const entry = { runId: event.runId, request: event.request };
      return { ...state, pending: withEntry(state.pending, entry, ({ request }) => request.id) };
    }
    case "room.pending.remove":
      return { ...state, pending: state.pending.filter(({ request }) => request.id !== event.id) };
    case "room.process.set":
      return { ...state, processes: withEntry(state.processes, event.process, ({ id }) => id) };
    case "room.process.remove":
      return { ...state, processes: state.processes.filter(({ id }) => id !== event.id) };
    default:
      return state;
  }
}

/** The entry in the place of the one with its key, or at the end. The newest are looked at first. */
function withEntry<T>(list: readonly T[], entry: T, key: (entry: T) => string): readonly T[] {
  const at = list.findLastIndex((other) => key(other) === key(entry));
  return at === -1 ? [...list, entry] : list.with(at, entry);
}

export function toRoomSnapshot(state: RoomState): RoomSnapshot {
  return { runs: state.runs, sandbox: state.sandbox, pending: state.pending, processes: state.processes };
}

export function fromRoomSnapshot(snapshot: RoomSnapshot): RoomState {
  return { ...snapshot };
}
