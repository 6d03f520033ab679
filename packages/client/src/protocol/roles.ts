import type { CommandName } from "./commands.ts";
import type { Role } from "./roomEntities.ts";

const EVERYBODY: readonly Role[] = ["viewer", "approver", "owner"];
const ANSWERING: readonly Role[] = ["approver", "owner"];
const OWNING: readonly Role[] = ["owner"];

/** Which roles may use a command. The room checks it; an interface disables by it. */
export const COMMAND_ROLES: Readonly<Record<CommandName, readonly Role[]>> = {
  getMessages: EVERYBODY,
  getPart: EVERYBODY,
  getPending: EVERYBODY,
  getOutput: EVERYBODY,
  getAttachment: EVERYBODY,
  getDiff: EVERYBODY,
  getPrompt: EVERYBODY,
  listAgents: EVERYBODY,
  listDiffs: EVERYBODY,
  listModels: EVERYBODY,
  listSessions: EVERYBODY,
  linkArtifact: EVERYBODY,
  listFolder: EVERYBODY,
  readFile: EVERYBODY,
  listBackups: EVERYBODY,
  listPorts: EVERYBODY,
  replyToPermission: ANSWERING,
  replyToQuestion: ANSWERING,
  rejectQuestion: ANSWERING,
  replyToBudget: ANSWERING,
  submit: OWNING,
  stop: OWNING,
  editQueued: OWNING,
  moveQueued: OWNING,
  steerQueued: OWNING,
  resumeQueue: OWNING,
  killProcess: OWNING,
  renameSession: OWNING,
  forkSession: OWNING,
  revertSession: OWNING,
  unrevertSession: OWNING,
  summarizeSession: OWNING,
  listAudit: OWNING,
  createBackup: OWNING,
  restoreBackup: OWNING,
  exposePort: OWNING,
  unexposePort: OWNING,
};

export function mayRun(role: Role, command: CommandName): boolean {
  return COMMAND_ROLES[command].includes(role);
}
