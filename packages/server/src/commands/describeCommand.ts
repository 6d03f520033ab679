import type { Command } from "@opencode-kit/client/protocol";

/** What a command is about and what was chosen or said by it, for the audit. */
export type CommandDescription = { readonly target: string; readonly detail?: string };

export function describeCommand(command: Command): CommandDescription {
  switch (command.name) {
    case "submit":
      // Until the run has an id.
      return { target: command.followsRunId ?? command.sessionId ?? "", detail: command.prompt };
    case "editQueued":
      return { target: command.runId, detail: command.prompt };
    case "stop":
      return { target: command.runId, ...(command.processes === true ? { detail: "with its processes" } : {}) };
    case "moveQueued":
      return {
        target: command.runId,
        detail: command.before === undefined ? "to the end" : `before ${command.before}`,
      };
    case "replyToPermission":
      return { target: command.requestId, detail: join(command.reply, command.message) };
    case "replyToQuestion":
      return { target: command.requestId, detail: command.answers.map((labels) => labels.join(", ")).join("; ") };
    case "replyToBudget":
      return { target: command.requestId, detail: command.reply };
    case "rejectQuestion":
      return { target: command.requestId };
    case "killProcess":
      return { target: command.processId };
    case "restoreBackup":
      return { target: command.backupId };
    case "exposePort":
    case "unexposePort":
      return { target: `port ${command.port}` };
    case "renameSession":
      return { target: command.sessionId, detail: command.title };
    case "forkSession":
    case "revertSession":
      return {
        target: command.sessionId,
        ...(command.messageId === undefined ? {} : { detail: `message ${command.messageId}` }),
      };
    default:
      return { target: targetOf(command) };
  }
}

function targetOf(command: Command): string {
  if ("runId" in command) return command.runId ?? "";
  return "sessionId" in command ? (command.sessionId ?? "") : "";
}

function join(choice: string, message: string | undefined): string {
  return message === undefined ? choice : `${choice}: ${message}`;
}
