import type { CommandQueue } from "./createCommandQueue.ts";
import type { OpenCodeClient } from "./types.ts";

type Workspace = Pick<
  OpenCodeClient,
  | "listFolder"
  | "readFile"
  | "createBackup"
  | "restoreBackup"
  | "listBackups"
  | "listPorts"
  | "exposePort"
  | "unexposePort"
>;

/** The commands that are about the sandbox: its files, backups and ports. */
export function createWorkspace({ send }: Pick<CommandQueue, "send">): Workspace {
  return {
    listFolder: (path) => send({ name: "listFolder", path }),
    readFile: (input) => send({ name: "readFile", ...input }),
    createBackup: async () => (await send({ name: "createBackup" })).backup,
    restoreBackup: async (backupId) => (await send({ name: "restoreBackup", backupId })).backup,
    listBackups: async () => (await send({ name: "listBackups" })).backups,
    listPorts: async () => (await send({ name: "listPorts" })).ports,
    exposePort: (port) => send({ name: "exposePort", port }),
    unexposePort: async (port) => void (await send({ name: "unexposePort", port })),
  };
}
