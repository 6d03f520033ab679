import { isJsonObject } from "../opencode/index.ts";
import type { JsonObject, PermissionReply, PromptAttachment } from "../protocol/index.ts";
import { OpenCodeKitError, parseJson } from "../protocol/index.ts";
import type { AgentServer } from "./AgentServer.ts";
import type { PromptOrder } from "./PromptOrder.ts";

/** A request to OpenCode answers within this time or not at all, in ms. Prompts are asynchronous. */
const REQUEST_MS = 30_000;
/** A summary is written while the request waits, in ms. */
const SUMMARY_MS = 10 * 60_000;

export type MessageList = {
  /** `{ info, parts }` of each message, oldest first. */
  readonly messages: readonly JsonObject[];
  /** Where the list of older messages begins; absent at the session's start. */
  readonly cursor: string | undefined;
};

/**
 * The requests of OpenCode's that a room makes. Every one rejects with an `OpenCodeKitError`: `not_found` for an id that
 * OpenCode does not know, `agent_unavailable` (retryable) when it does not answer, `agent_failed` otherwise.
 */
export type OpenCodeApi = {
  createSession(): Promise<string>;
  /** A session's `info`. */
  getSession(sessionId: string): Promise<JsonObject>;
  /** `info` of the folder's sessions, subagents' left out, the last changed first. */
  listSessions(limit: number, search?: string): Promise<readonly JsonObject[]>;
  renameSession(sessionId: string, title: string): Promise<void>;
  /** Copies the messages before `messageId`, or all, into a new session, whose `info` comes back. */
  forkSession(sessionId: string, messageId: string | undefined): Promise<JsonObject>;
  /** Rejects with `run_busy` while the session works. */
  revertSession(sessionId: string, messageId: string): Promise<void>;
  unrevertSession(sessionId: string): Promise<void>;
  /** Resolves when the summary is written, which may take minutes. */
  summarize(sessionId: string, model: string): Promise<void>;
  prompt(sessionId: string, order: PromptOrder): Promise<void>;
  abort(sessionId: string): Promise<void>;
  /** The configured providers, each with its models. */
  listProviders(): Promise<readonly JsonObject[]>;
  listAgents(): Promise<readonly JsonObject[]>;
  removePty(ptyId: string): Promise<void>;
  /** The newest `limit` messages before the cursor. */
  listMessages(sessionId: string, options: { readonly limit: number; readonly cursor?: string }): Promise<MessageList>;
  getMessage(sessionId: string, messageId: string): Promise<JsonObject>;
  listChildren(sessionId: string): Promise<readonly JsonObject[]>;
  /** By session, those that are not idle. */
  listStatuses(): Promise<JsonObject>;
  /** Whether OpenCode works on a session of its newer kind now. */
  isActive(sessionId: string): Promise<boolean>;
  listTodos(sessionId: string): Promise<readonly JsonObject[]>;
  listPermissions(): Promise<readonly JsonObject[]>;
  listQuestions(): Promise<readonly JsonObject[]>;
  listPtys(): Promise<readonly JsonObject[]>;
  /** What changed since a user message, one entry a file. */
  listTurnDiffs(sessionId: string, messageId: string): Promise<readonly JsonObject[]>;
  /** What differs from the workspace's last commit, one entry a file. */
  listWorkspaceDiffs(): Promise<readonly JsonObject[]>;
  replyToPermission(requestId: string, reply: PermissionReply, message: string | undefined): Promise<void>;
  replyToQuestion(requestId: string, answers: readonly (readonly string[])[]): Promise<void>;
  rejectQuestion(requestId: string): Promise<void>;
};

export function createOpenCodeApi(agent: AgentServer): OpenCodeApi {
  const request = async (
    what: string,
    method: string,
    path: string,
    body?: unknown,
    withinMs = REQUEST_MS,
  ): Promise<Response> => {
    let response: Response;
    try {
      response = await agent.fetch(path, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(withinMs),
      });
    } catch (error) {
      throw unreachable(what, error);
    }
    if (response.ok) return response;
    const cause = (await response.text().catch(() => "")).slice(0, 1_000);
    if (response.status === 404) {
      throw new OpenCodeKitError("not_found", `The agent could not ${what}: it does not know the id.`, { cause });
    }
    if (response.status === 409) {
      throw new OpenCodeKitError("run_busy", `The agent could not ${what}: it works in this session. Stop it first.`);
    }
    if (response.status >= 502 || response.status === 429) throw unreachable(what, cause);
    throw new OpenCodeKitError("agent_failed", `The agent could not ${what} (${response.status}).`, { cause });
  };
  const read = async (what: string, path: string): Promise<unknown> => json(what, await request(what, "GET", path));
  const readList = async (what: string, path: string): Promise<readonly JsonObject[]> => {
    const value = await read(what, path);
    return Array.isArray(value) ? value.filter(isJsonObject) : [];
  };
  const readObject = async (what: string, path: string): Promise<JsonObject> => asObject(what, await read(what, path));
  const answer = async (path: string, body: object): Promise<void> => {
    await request("take the answer", "POST", path, body);
  };

  return {
    createSession: async () => {
      const what = "create a session";
      const { id } = asObject(what, await json(what, await request(what, "POST", "/session", {})));
      if (typeof id !== "string") throw unexpected(what);
      return id;
    },
    getSession: (sessionId) => readObject("tell of the session", `/session/${id(sessionId)}`),
    listSessions: (limit, search) => {
      const title = search === undefined ? "" : `&search=${encodeURIComponent(search)}`;
      return readList("list sessions", `/session?roots=true&limit=${limit}${title}`);
    },
    renameSession: async (sessionId, title) =>
      void (await request("rename the session", "PATCH", `/session/${id(sessionId)}`, { title })),
    forkSession: async (sessionId, messageID) => {
      const what = "copy the session";
      const body = messageID === undefined ? {} : { messageID };
      return asObject(what, await json(what, await request(what, "POST", `/session/${id(sessionId)}/fork`, body)));
    },
    revertSession: async (sessionId, messageID) =>
      void (await request("take the message back", "POST", `/session/${id(sessionId)}/revert`, { messageID })),
    unrevertSession: async (sessionId) =>
      void (await request("bring the messages back", "POST", `/session/${id(sessionId)}/unrevert`, {})),
    summarize: async (sessionId, model) => {
      const body = modelOf(model).model ?? {};
      await request("summarise the session", "POST", `/session/${id(sessionId)}/summarize`, body, SUMMARY_MS);
    },
    prompt: async (sessionId, order) => {
      const { text, model = agent.model, agent: name, attachments = [], isSynthetic } = order;
      const parts = [
        { type: "text", text, ...(isSynthetic === true ? { synthetic: true } : {}) },
        ...attachments.map(toFilePart),
      ];
      const body = { parts, ...modelOf(model), ...(name === undefined ? {} : { agent: name }) };
      await request("take the prompt", "POST", `/session/${id(sessionId)}/prompt_async`, body);
    },
    listProviders: async () => {
      const { providers } = await readObject("list models", "/config/providers");
      return Array.isArray(providers) ? providers.filter(isJsonObject) : [];
    },
    listAgents: () => readList("list agents", "/agent"),
    removePty: async (ptyId) => void (await request("end the terminal", "DELETE", `/pty/${id(ptyId)}`)),
    abort: async (sessionId) => void (await request("abort", "POST", `/session/${id(sessionId)}/abort`, {})),
    listMessages: async (sessionId, { limit, cursor }) => {
      const what = "list messages";
      const before = cursor === undefined ? "" : `&before=${encodeURIComponent(cursor)}`;
      const response = await request(what, "GET", `/session/${id(sessionId)}/message?limit=${limit}${before}`);
      const next = response.headers.get("x-next-cursor") ?? undefined;
      const list = await json(what, response);
      return { messages: Array.isArray(list) ? list.filter(isJsonObject) : [], cursor: next };
    },
    getMessage: (sessionId, messageId) =>
      readObject("tell of the message", `/session/${id(sessionId)}/message/${id(messageId)}`),
    listChildren: (sessionId) => readList("list sessions", `/session/${id(sessionId)}/children`),
    listStatuses: () => readObject("tell its status", "/session/status"),
    isActive: async (sessionId) => sessionId in (await readObject("tell its status", "/api/session/active")),
    listTodos: (sessionId) => readList("list todos", `/session/${id(sessionId)}/todo`),
    listPermissions: () => readList("list permissions", "/permission"),
    listQuestions: () => readList("list questions", "/question"),
    listPtys: () => readList("list terminals", "/pty"),
    listTurnDiffs: (sessionId, messageId) =>
      readList("list changes", `/session/${id(sessionId)}/diff?messageID=${id(messageId)}`),
    listWorkspaceDiffs: () => readList("list changes", "/vcs/diff?mode=git"),
    replyToPermission: (requestId, reply, message) =>
      answer(`/permission/${id(requestId)}/reply`, { reply, ...(message === undefined ? {} : { message }) }),
    replyToQuestion: (requestId, answers) => answer(`/question/${id(requestId)}/reply`, { answers }),
    rejectQuestion: (requestId) => answer(`/question/${id(requestId)}/reject`, {}),
  };
}

function id(value: string): string {
  return encodeURIComponent(value);
}

function toFilePart({ mime, filename, base64 }: PromptAttachment): object {
  return { type: "file", mime, url: `data:${mime};base64,${base64}`, ...(filename === undefined ? {} : { filename }) };
}

function modelOf(name: string | undefined): { readonly model?: { providerID: string; modelID: string } } {
  const [providerID = "", ...rest] = (name ?? "").split("/");
  return rest.length === 0 ? {} : { model: { providerID, modelID: rest.join("/") } };
}

async function json(what: string, response: Response): Promise<unknown> {
  try {
    return parseJson(await response.text());
  } catch (error) {
    throw unreachable(what, error);
  }
}

function asObject(what: string, value: unknown): JsonObject {
  if (!isJsonObject(value)) throw unexpected(what);
  return value;
}

function unreachable(what: string, cause: unknown): OpenCodeKitError {
  if (cause instanceof OpenCodeKitError) return cause;
  const message = `The agent did not answer when asked to ${what}.`;
  return new OpenCodeKitError("agent_unavailable", message, { cause, retryable: true });
}

function unexpected(what: string): OpenCodeKitError {
  return new OpenCodeKitError("agent_failed", `The agent gave an answer that makes no sense when asked to ${what}.`);
}
