import type { RoomRuns } from "../RoomRuns.ts";
import type { OutputStore } from "../LogStore.ts";

/** What a command may use. */
export type CommandContext = {
  readonly runs: RoomRuns;
  readonly outputs: OutputStore;
};
