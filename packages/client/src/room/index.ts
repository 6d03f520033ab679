export { Channels } from "./Channels.ts";
export { createMemoryLogStore } from "./createMemoryLogStore.ts";
export { createShortId } from "./createShortId.ts";
export { createMemoryAnswerStore, createMemoryRunStore } from "./createMemoryRunStore.ts";
export { RoomRuns } from "./RoomRuns.ts";
export { runRoomCommand } from "./commands/runRoomCommand.ts";

export type { ChannelLog } from "./ChannelLog.ts";
export type { CommandContext } from "./commands/CommandContext.ts";
export type { RoomCommand } from "./commands/runRoomCommand.ts";
export type { Checkpoint, LogHead, LogStore, OutputStore, Row, StoredFrame } from "./LogStore.ts";
export type { Retention, RoomRunsOptions } from "./RoomRuns.ts";
export type { AnswerStore, RunRecord, RunStore } from "./RunStore.ts";
