export { Channels } from "./Channels.ts";
export { createMemoryLogStore } from "./createMemoryLogStore.ts";
export { createShortId } from "./createShortId.ts";
export { createMemoryStores } from "./createMemoryStores.ts";
export { RoomRuns } from "./RoomRuns.ts";
export { isRoomCommand, runRoomCommand } from "./commands/runRoomCommand.ts";

export type { Actor } from "./Actor.ts";
export type { ChannelLog } from "./ChannelLog.ts";
export type { RunLog } from "./Channels.ts";
export type { CommandContext } from "./commands/CommandContext.ts";
export type { RoomCommand } from "./commands/runRoomCommand.ts";
export type { Checkpoint, LogHead, LogStore, OutputStore, Row, StoredFrame } from "./LogStore.ts";
export type { Budget } from "./Budget.ts";
export type { Retention, RoomRunsOptions } from "./RoomRuns.ts";
export type {
  Answer,
  AnswerStore,
  AttachmentStore,
  Operation,
  OperationStore,
  RoomStores,
  RunChange,
  RunRecord,
  RunStore,
  ValueStore,
} from "./RoomStores.ts";
