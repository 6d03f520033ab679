import type { Command, CommandName, CommandResults } from "@opencode-kit/client/protocol";
import { mayRun, OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import type { Actor } from "@opencode-kit/client/room";
import { runRoomCommand } from "@opencode-kit/client/room";
import { createBackup, listBackups, restoreBackup } from "./backups.ts";
import type { CommandContext } from "./CommandContext.ts";
import { describeCommand } from "./describeCommand.ts";
import { linkArtifact } from "./linkArtifact.ts";
import { exposePort, listPorts, unexposePort } from "./ports.ts";
import { readFile } from "./readFile.ts";

/**
 * Runs a command if the actor's role allows it, and keeps in the audit what not everybody may do. Rejects with an
 * `OpenCodeKitError`.
 */
export async function runCommand(
  context: CommandContext,
  command: Command,
  actor: Actor,
): Promise<CommandResults[CommandName]> {
  const entry = { ...actor, action: command.name, ...describeCommand(command) };
  if (!mayRun(actor.role, command.name)) {
    context.audit.add({ ...entry, refused: "forbidden" });
    throw new OpenCodeKitError("forbidden", `The role "${actor.role}" may not use "${command.name}".`);
  }
  if (!isAudited(command.name)) return execute(context, command, actor);
  // Written before it is done, so that nothing is done and then not known because the object was lost.
  const id = context.audit.add(entry);
  try {
    const value = await execute(context, command, actor);
    if (command.name === "submit") context.audit.settle(id, { target: (value as CommandResults["submit"]).runId });
    if (command.name === "createBackup") {
      context.audit.settle(id, { target: (value as CommandResults["createBackup"]).backup.id });
    }
    return value;
  } catch (error) {
    context.audit.settle(id, { refused: toWireError(error).code });
    throw error;
  }
}

/** Reading the audit is no act, and would fill it. */
function isAudited(name: CommandName): boolean {
  return !mayRun("viewer", name) && name !== "listAudit";
}

async function execute(context: CommandContext, command: Command, actor: Actor): Promise<CommandResults[CommandName]> {
  switch (command.name) {
    case "linkArtifact":
      return linkArtifact(context, command);
    case "listAudit":
      return { entries: context.audit.list(command) };
    case "listFolder":
      return context.port.listFolder(command.path);
    case "readFile":
      return readFile(context, command);
    case "createBackup":
      return createBackup(context);
    case "restoreBackup":
      return restoreBackup(context, command);
    case "listBackups":
      return listBackups(context);
    case "listPorts":
      return listPorts(context);
    case "exposePort":
      return exposePort(context, command);
    case "unexposePort":
      return unexposePort(context, command);
    default:
      return runRoomCommand(context, command, actor);
  }
}
