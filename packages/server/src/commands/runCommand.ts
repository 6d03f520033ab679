import type { Command, CommandResults } from "@opencode-kit/client/protocol";
import { runRoomCommand } from "@opencode-kit/client/room";
import type { CommandContext } from "./CommandContext.ts";
import { linkArtifact } from "./linkArtifact.ts";

/** Runs a command that the client's role allows. Rejects with an `OpenCodeKitError`. */
export async function runCommand(context: CommandContext, command: Command): Promise<CommandResults[Command["name"]]> {
  return command.name === "linkArtifact" ? linkArtifact(context, command) : runRoomCommand(context, command);
}
