import type { Command } from "@opencode-kit/client/protocol";
import { OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import type { Actor } from "@opencode-kit/client/room";
import type { CommandContext } from "./CommandContext.ts";
import type { CommandOutcome } from "./CommandOutcome.ts";
import { runCommand } from "./runCommand.ts";

/** Runs a command if the actor's role allows it. Never rejects; what the kit did not expect goes to the log. */
export async function tryCommand(context: CommandContext, command: Command, actor: Actor): Promise<CommandOutcome> {
  try {
    return { ok: true, value: await runCommand(context, command, actor) };
  } catch (error) {
    if (!(error instanceof OpenCodeKitError)) console.error(`The command "${command.name}" failed:`, error);
    return { ok: false, error: toWireError(error) };
  }
}
