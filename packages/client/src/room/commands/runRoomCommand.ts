import type { Command, CommandResults } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";
import { getAttachment } from "./getAttachment.ts";
import { getDiff } from "./getDiff.ts";
import { getMessages } from "./getMessages.ts";
import { getOutput } from "./getOutput.ts";
import { getPart } from "./getPart.ts";
import { getPending } from "./getPending.ts";
import { listDiffs } from "./listDiffs.ts";
import { rejectQuestion } from "./rejectQuestion.ts";
import { replyToPermission } from "./replyToPermission.ts";
import { replyToQuestion } from "./replyToQuestion.ts";
import { stop } from "./stop.ts";
import { submit } from "./submit.ts";

/** Commands that need nothing but the agent; the others are the server's own. */
export type RoomCommand = Exclude<Command, { readonly name: "linkArtifact" }>;

/** Runs a command that the client's role allows. Rejects with an `OpenCodeKitError`. */
export async function runRoomCommand(
  context: CommandContext,
  command: RoomCommand,
): Promise<CommandResults[RoomCommand["name"]]> {
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
    case "getMessages":
      return getMessages(context, command);
    case "getPart":
      return getPart(context, command);
    case "getPending":
      return getPending(context, command);
    case "getOutput":
      return getOutput(context, command);
    case "getAttachment":
      return getAttachment(context, command);
    case "getDiff":
      return getDiff(context, command);
    case "listDiffs":
      return listDiffs(context, command);
    default:
      return command satisfies never;
  }
}
