import type { RoomRuns } from "../room/RoomRuns.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { AnswerStore } from "../storage/AnswerStore.ts";

/** What a command may use. */
export type CommandContext = {
  readonly room: string;
  readonly runs: RoomRuns;
  readonly port: SandboxPort;
  readonly answers: AnswerStore;
  /** Signs download links; made once and kept in the room's storage. */
  artifactSecret(): Promise<Uint8Array>;
};
