export {
  findFile,
  fromFilesSnapshot,
  INITIAL_FILES_STATE,
  listFiles,
  reduceFiles,
  toFilesSnapshot,
} from "./FilesState.ts";
export { reduceRun, reduceRunAll } from "./reduceRun.ts";
export { fromRoomSnapshot, INITIAL_ROOM_STATE, reduceRoom, toRoomSnapshot } from "./RoomState.ts";
export { fromRunSnapshot, toRunSnapshot } from "./runSnapshot.ts";
export { initialRunState, NO_USAGE } from "./RunState.ts";
export {
  selectActivity,
  selectMessage,
  selectMessageIds,
  selectPart,
  selectProcess,
  selectSummary,
  toolTarget,
} from "./selectors.ts";
export { Table } from "./Table.ts";
export { addedTo, appendText, EMPTY_TEXT, HEAD_CHARS, isCut, TAIL_CHARS, windowOf } from "./TextWindow.ts";

export type { FilesState } from "./FilesState.ts";
export type { RoomState } from "./RoomState.ts";
export type { RunMessage, RunSession, RunState } from "./RunState.ts";
export type { Activity, ProcessInfo } from "./selectors.ts";
