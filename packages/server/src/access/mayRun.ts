import type { CommandName, Role } from "@opencode-kit/client/protocol";

const ROLES_OF: Readonly<Record<CommandName, readonly Role[]>> = {
  submit: ["owner"],
  stop: ["owner"],
  replyToPermission: ["approver", "owner"],
  replyToQuestion: ["approver", "owner"],
  rejectQuestion: ["approver", "owner"],
  getMessages: ["viewer", "approver", "owner"],
  getPart: ["viewer", "approver", "owner"],
  getPending: ["viewer", "approver", "owner"],
  getOutput: ["viewer", "approver", "owner"],
  getAttachment: ["viewer", "approver", "owner"],
  getDiff: ["viewer", "approver", "owner"],
  listDiffs: ["viewer", "approver", "owner"],
  linkArtifact: ["viewer", "approver", "owner"],
};

export function mayRun(role: Role, command: CommandName): boolean {
  return ROLES_OF[command].includes(role);
}
