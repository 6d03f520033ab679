import { text, object, count } from "../../opencode/index.ts";
import type {
  CommandResults,
  ForkSessionCommand,
  ListSessionsCommand,
  RenameSessionCommand,
  RevertSessionCommand,
  SessionEntry,
  SummarizeSessionCommand,
  UnrevertSessionCommand,
} from "../../protocol/index.ts";
import { defined, OpenCodeKitError } from "../../protocol/index.ts";
import { toModels } from "../../source/index.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function listSessions(
  { runs }: CommandContext,
  { search, limit = 50 }: ListSessionsCommand,
): Promise<CommandResults["listSessions"]> {
  const { api } = await runs.openAgent();
  const infos = await api.listSessions(limit, search);
  const sessions = infos.map((info): SessionEntry => {
    const time = object(info, "time");
    const messageId = text(object(info, "revert"), "messageID");
    return {
      id: text(info, "id") ?? "",
      title: text(info, "title") ?? "",
      createdAt: count(time, "created") ?? 0,
      updatedAt: count(time, "updated") ?? 0,
      ...(messageId === undefined ? {} : { revert: { messageId } }),
    };
  });
  return { sessions };
}

export async function renameSession(
  { runs }: CommandContext,
  { sessionId, title }: RenameSessionCommand,
): Promise<CommandResults["renameSession"]> {
  const { api } = await runs.openAgent();
  await api.renameSession(sessionId, title);
  runs.sessions.rename(sessionId, title);
  return { sessionId };
}

/** The copy's transcript is a run of its own, so that it can be looked at before a prompt goes on in it. */
export async function forkSession(
  { runs }: CommandContext,
  { operationId, sessionId, messageId }: ForkSessionCommand,
): Promise<CommandResults["forkSession"]> {
  return runs.operations.once(operationId, { sessionId, messageId }, async () => {
    const { api } = await runs.openAgent();
    // OpenCode copies all where it does not know the message.
    if (messageId !== undefined) await api.getMessage(sessionId, messageId);
    const info = await api.forkSession(sessionId, messageId);
    const id = text(info, "id");
    if (id === undefined) throw new OpenCodeKitError("agent_failed", "The agent made a copy without an id.");
    const prompt = text(info, "title") ?? "";
    const submit = { name: "submit", operationId, prompt, sessionId: id } as const;
    const { runId } = runs.intake.insert({ kind: "copy", submit, sessionId: id, isPrompted: true });
    return { runId, result: { sessionId: id, runId } };
  });
}

export async function revertSession(
  context: CommandContext,
  { sessionId, messageId }: RevertSessionCommand,
): Promise<CommandResults["revertSession"]> {
  const { runs } = context;
  refuseBusy(context, sessionId);
  const { api } = await runs.openAgent();
  // OpenCode does nothing, and says so to nobody, where it does not know the message.
  await api.getMessage(sessionId, messageId);
  await api.revertSession(sessionId, messageId);
  runs.sessions.revert(sessionId, messageId);
  return { sessionId };
}

export async function unrevertSession(
  context: CommandContext,
  { sessionId }: UnrevertSessionCommand,
): Promise<CommandResults["unrevertSession"]> {
  const { runs } = context;
  refuseBusy(context, sessionId);
  const { api } = await runs.openAgent();
  await api.unrevertSession(sessionId);
  runs.sessions.revert(sessionId, undefined);
  return { sessionId };
}

/** OpenCode would let a summary wait for as long as the session works: it has its turn in the queue instead. */
export function summarizeSession(
  { runs }: CommandContext,
  { operationId, sessionId }: SummarizeSessionCommand,
): CommandResults["summarizeSession"] {
  return runs.operations.now(operationId, { sessionId }, () => {
    runs.budget.admit();
    const submit = { name: "submit", operationId, prompt: "", sessionId } as const;
    const { runId } = runs.intake.insert({ kind: "summary", submit });
    return { runId, result: { runId } };
  });
}

export async function listModels({ runs }: CommandContext): Promise<CommandResults["listModels"]> {
  const { api } = await runs.openAgent();
  return { models: toModels(await api.listProviders()) };
}

/** Agents that a person may talk to: not subagents, and not those that OpenCode keeps for itself. */
export async function listAgents({ runs }: CommandContext): Promise<CommandResults["listAgents"]> {
  const { api } = await runs.openAgent();
  const agents = (await api.listAgents()).filter(
    (agent) => text(agent, "mode") !== "subagent" && agent["hidden"] !== true,
  );
  return {
    agents: agents.map((agent) => ({
      name: text(agent, "name") ?? "",
      ...defined({ description: text(agent, "description") }),
    })),
  };
}

function refuseBusy({ runs }: CommandContext, sessionId: string): void {
  if (!runs.active.sessionIds.has(sessionId)) return;
  throw new OpenCodeKitError("run_busy", "The agent works in this session. Stop it, or wait for its end.");
}
