import type { CommandContext as RoomContext } from "@opencode-kit/client/room";
import type { RoomBackups } from "../backups/RoomBackups.ts";
import type { Ports } from "../room/Ports.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { AuditStore } from "../storage/createAuditStore.ts";

/** What a command may use. */
export type CommandContext = RoomContext & {
  readonly room: string;
  readonly port: SandboxPort;
  readonly audit: AuditStore;
  readonly backups: RoomBackups;
  readonly ports: Ports;
  /** Largest artifact that a link is given for, in bytes. */
  readonly maxArtifactBytes: number;
  /** Signs download links; made once and kept in the room's storage. */
  artifactSecret(): Promise<Uint8Array>;
};
