import type { CommandContext as RoomContext } from "@opencode-kit/client/room";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { AuditStore } from "../storage/createAuditStore.ts";

/** What a command may use. */
export type CommandContext = RoomContext & {
  readonly room: string;
  readonly port: SandboxPort;
  readonly audit: AuditStore;
  /** Signs download links; made once and kept in the room's storage. */
  artifactSecret(): Promise<Uint8Array>;
};
