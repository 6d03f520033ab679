import type { Command, CommandResults } from "@opencode-kit/client/protocol";
import type { CommandContext } from "./CommandContext.ts";
import { linkArtifact } from "./linkArtifact.ts";
import { rejectQuestion } from "./rejectQuestion.ts";
import { replyToPermission } from "./replyToPermission.ts";
import { replyToQuestion } from "./replyToQuestion.ts";
import { stop } from "./stop.ts";
import { submit } from "./submit.ts";

/** Runs a command that the client's role allows. Rejects with an `OpenCodeKitError`. */
export async function runCommand(context: CommandContext, command: Command): Promise<CommandResults[Command["name"]]> {
  switch (command.name) {
    case "submit":
      return submit(context, command);
    case "stop":
      return stop(context, command);
    case "replyToPermission":
      return replyToPermission(context, command);
    case "replyToQuestion":
      return replyToQuestion(context, command);
    case "rejectQuestion":
      return rejectQuestion(context, command);
    case "linkArtifact":
      return linkArtifact(context, command);
    default:
      return command satisfies never;
  }
}
