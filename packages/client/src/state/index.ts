export {
  findFile,
  fromFilesSnapshot,
  INITIAL_FILES_STATE,
  listFiles,
  reduceFiles,
  toFilesSnapshot,
} from "./FilesState.ts";
export { cutPart } from "./cutPart.ts";
export { cutPending } from "./cutPending.ts";
export { findDiff } from "./findDiff.ts";
export { listingEvents } from "./listingEvents.ts";
export { keepOlder } from "./keepOlder.ts";
export { mergeDiffs } from "./mergeDiffs.ts";
export { mergePage } from "./mergePage.ts";
export { messagePage } from "./messagePage.ts";
export { MAX_FILE_CHANGES } from "./projections/OpenCodeRunOutput.ts";
export { fromRunOutput } from "./projections/fromRunOutput.ts";
export { toRunOutput } from "./projections/toRunOutput.ts";
export { toUIMessages } from "./projections/toUIMessages.ts";
export { MAX_PATCH_CHARS } from "./reduceDiffs.ts";
export { reduceRun, reduceRunAll } from "./reduceRun.ts";
export { countUnknown } from "./reduceUnknown.ts";
export { fromRoomSnapshot, INITIAL_ROOM_STATE, reduceRoom, toRoomSnapshot } from "./RoomState.ts";
export { fromRunSnapshot, toRunHead, toRunSnapshot, toWholeRunSnapshot } from "./runSnapshot.ts";
export { addedUsage, initialRunState, NO_USAGE } from "./RunState.ts";
export {
  selectActivity,
  selectAsked,
  selectChildSessionId,
  selectHasOlder,
  selectMessage,
  selectMessageIds,
  selectOutputFile,
  selectPart,
  selectProcess,
  selectRunningCommands,
  selectSummary,
  toolTarget,
} from "./selectors.ts";
export { parsedDiff, resolveDiff, selectDiff, selectDiffs } from "./selectDiffs.ts";
export { Table } from "./Table.ts";
export { addedTo, appendText, EMPTY_TEXT, HEAD_CHARS, isCut, TAIL_CHARS, windowOf } from "./TextWindow.ts";
export { patchOnTop, toolPatch } from "./toolPatch.ts";
export { hasValue } from "./withNew.ts";

export type { FilesState } from "./FilesState.ts";
export type { FileListing } from "./listingEvents.ts";
export type { PageOptions } from "./messagePage.ts";
export type {
  OpenCodeDiagnostic,
  OpenCodeFileChange,
  OpenCodeFileDiff,
  OpenCodeProcess,
  OpenCodeRunOutput,
} from "./projections/OpenCodeRunOutput.ts";
export type {
  OpenCodeDataUIPart,
  OpenCodeToolMetadata,
  OpenCodeToolUIPart,
  OpenCodeUIData,
  OpenCodeUIMessage,
  OpenCodeUIMetadata,
  OpenCodeUIPart,
} from "./projections/OpenCodeUIMessage.ts";
export type { RoomState } from "./RoomState.ts";
export type { RunMessage, RunSession, RunState } from "./RunState.ts";
export type { Activity } from "./selectors.ts";
