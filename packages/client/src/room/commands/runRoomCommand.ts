import type { Command, CommandResults, WorkspaceCommand } from "../../protocol/index.ts";
import type { Actor } from "../Actor.ts";
import { rejectQuestion, replyToBudget, replyToPermission, replyToQuestion } from "./answerRequest.ts";
import type { CommandContext } from "./CommandContext.ts";
import { getAttachment } from "./getAttachment.ts";
import { getDiff } from "./getDiff.ts";
import { getMessages } from "./getMessages.ts";
import { getOutput } from "./getOutput.ts";
import { getPart } from "./getPart.ts";
import { getPending } from "./getPending.ts";
import { killProcess } from "./killProcess.ts";
import { listDiffs } from "./listDiffs.ts";
import { editQueued, getPrompt, moveQueued, resumeQueue, steerQueued } from "./queue.ts";
import {
  forkSession,
  listAgents,
  listModels,
  listSessions,
  renameSession,
  revertSession,
  summarizeSession,
  unrevertSession,
} from "./sessions.ts";
import { stop } from "./stop.ts";
import { submit } from "./submit.ts";

/** Commands that need nothing but the agent; the others are the server's own. */
export type RoomCommand = Exclude<Command, WorkspaceCommand | { readonly name: "listAudit" }>;

type Handlers = {
  readonly [N in RoomCommand["name"]]: (
    context: CommandContext,
    command: Extract<RoomCommand, { readonly name: N }>,
    actor: Actor,
  ) => CommandResults[N] | Promise<CommandResults[N]>;
};

const HANDLERS: Handlers = {
  editQueued,
  forkSession,
  getAttachment,
  getDiff,
  getMessages,
  getOutput,
  getPart,
  getPending,
  getPrompt,
  killProcess,
  listAgents,
  listDiffs,
  listModels,
  listSessions,
  moveQueued,
  rejectQuestion,
  renameSession,
  replyToBudget,
  replyToPermission,
  replyToQuestion,
  resumeQueue,
  revertSession,
  steerQueued,
  stop,
  submit,
  summarizeSession,
  unrevertSession,
};

export function isRoomCommand(command: Command): command is RoomCommand {
  return Object.hasOwn(HANDLERS, command.name);
}

/** Runs a command that the actor's role allows. Rejects with an `OpenCodeKitError`. */
export async function runRoomCommand<N extends RoomCommand["name"]>(
  context: CommandContext,
  command: Extract<RoomCommand, { readonly name: N }>,
  actor: Actor,
): Promise<CommandResults[N]> {
  // The table has, for each name, the handler of that name's command.
  const handler = HANDLERS[command.name as N] as Handlers[N];
  return handler(context, command, actor);
}
