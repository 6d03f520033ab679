import type {
  AnsweredRequest,
  BackupState,
  Presence,
  ProcessInfo,
  RoomEvent,
  RoomPending,
  RoomPort,
  RoomSnapshot,
  RunSummary,
  SandboxState,
  Usage,
} from "../protocol/index.ts";
import { addAnswered } from "./addAnswered.ts";
import { NO_USAGE } from "./RunState.ts";

/** What a room knows beside its runs' transcripts. Immutable. */
export type RoomState = {
  /** Oldest first. */
  readonly runs: readonly RunSummary[];
  readonly sandbox: SandboxState;
  /** Everything that waits for a person, over all runs, oldest first. */
  readonly pending: readonly RoomPending[];
  /** The last requests that were answered, over all runs, oldest first. */
  readonly answered: readonly AnsweredRequest[];
  /** Terminals and whatever else runs in the sandbox beside the runs' own tools, oldest first. */
  readonly processes: readonly ProcessInfo[];
  /** What all runs have used, those included that the room has forgotten. */
  readonly usage: Usage;
  /** Who is connected. */
  readonly presence: Presence;
  /** What was last done about backups. */
  readonly backup?: BackupState;
  /** Ports at which something that the agent has started listens, the smallest first. */
  readonly ports: readonly RoomPort[];
};

export const INITIAL_ROOM_STATE: RoomState = {
  runs: [],
  sandbox: { status: "idle" },
  pending: [],
  answered: [],
  processes: [],
  usage: NO_USAGE,
  presence: { count: 0, viewers: [] },
  ports: [],
};

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
    case "room.pending.remove": {
      const waiting = state.pending.find(({ request }) => request.id === event.id);
      const answered = addAnswered(state.answered, waiting?.request, event);
      return { ...state, pending: state.pending.filter((other) => other !== waiting), answered };
    }
    case "room.process.set":
      return { ...state, processes: withEntry(state.processes, event.process, ({ id }) => id) };
    case "room.usage.set":
      return { ...state, usage: event.usage };
    case "room.presence.set":
      return { ...state, presence: event.presence };
    case "room.backup.set":
      return { ...state, backup: event.backup };
    case "room.ports.set":
      return { ...state, ports: event.ports };
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
  return { ...state };
}

export function fromRoomSnapshot(snapshot: RoomSnapshot): RoomState {
  return { ...INITIAL_ROOM_STATE, ...snapshot };
}
