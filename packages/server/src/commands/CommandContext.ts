import type { CommandContext as RoomContext } from "@opencode-kit/client/room";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";

/** What a command may use. */
export type CommandContext = RoomContext & {
  readonly room: string;
  readonly port: SandboxPort;
  /** Signs download links; made once and kept in the room's storage. */
  artifactSecret(): Promise<Uint8Array>;
};
