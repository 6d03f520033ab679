import type { CommandResults, RestoreBackupCommand } from "@opencode-kit/client/protocol";
import type { CommandContext } from "./CommandContext.ts";

export async function createBackup({ backups }: CommandContext): Promise<CommandResults["createBackup"]> {
  return { backup: await backups.create() };
}

export async function restoreBackup(
  { backups }: CommandContext,
  { backupId }: RestoreBackupCommand,
): Promise<CommandResults["restoreBackup"]> {
  return { backup: await backups.restore(backupId) };
}

export function listBackups({ backups }: CommandContext): CommandResults["listBackups"] {
  return { backups: backups.list() };
}
