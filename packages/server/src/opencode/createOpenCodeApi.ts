import { createOpencodeClient } from "@opencode-ai/sdk/v2/client";
import type { JsonObject, PermissionReply } from "@opencode-kit/client/protocol";
import { isObject, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { AgentServer } from "../sandbox/SandboxPort.ts";

/** A request to OpenCode answers within this time or not at all, in ms. Prompts are asynchronous. */
const REQUEST_MS = 30_000;

/**
 * The requests of OpenCode's that a room makes. Every one rejects with an `OpenCodeKitError`: `not_found` for an id that
 * OpenCode does not know, `agent_unavailable` (retryable) when it does not answer, `agent_failed` otherwise.
 */
export type OpenCodeApi = {
  createSession(): Promise<string>;
  prompt(sessionId: string, prompt: string): Promise<void>;
  abort(sessionId: string): Promise<void>;
  /** `{ info, parts }` of every message, oldest first. */
  listMessages(sessionId: string): Promise<readonly JsonObject[]>;
  listChildren(sessionId: string): Promise<readonly JsonObject[]>;
  /** Whether OpenCode works on the session now; a session that it does not list is idle. */
  isBusy(sessionId: string): Promise<boolean>;
  listPermissions(): Promise<readonly JsonObject[]>;
  listQuestions(): Promise<readonly JsonObject[]>;
  replyToPermission(requestId: string, reply: PermissionReply, message: string | undefined): Promise<void>;
  replyToQuestion(requestId: string, answers: readonly (readonly string[])[]): Promise<void>;
  rejectQuestion(requestId: string): Promise<void>;
};

export function createOpenCodeApi(agent: AgentServer): OpenCodeApi {
  const client = createOpencodeClient({
    baseUrl: "http://opencode.internal",
    directory: agent.directory,
    fetch: async (input: URL | RequestInfo): Promise<Response> => {
      const request = input as Request;
      const { pathname, search } = new URL(request.url);
      const hasBody = request.method !== "GET" && request.method !== "HEAD";
      return agent.fetch(pathname + search, {
        method: request.method,
        headers: { "content-type": "application/json" },
        ...(hasBody ? { body: await request.text() } : {}),
        signal: AbortSignal.timeout(REQUEST_MS),
      });
    },
  });

  return {
    createSession: async () => {
      const session = await answered("create a session", client.session.create());
      if (!isObject(session) || typeof session["id"] !== "string") throw unexpected("create a session");
      return session["id"];
    },
    prompt: async (sessionID, prompt) => {
      const [providerID, ...rest] = agent.model.split("/");
      const model = providerID === undefined || rest.length === 0 ? undefined : { providerID, modelID: rest.join("/") };
      await answered(
        "take the prompt",
        client.session.promptAsync({
          sessionID,
          parts: [{ type: "text", text: prompt }],
          ...(model === undefined ? {} : { model }),
        }),
      );
    },
    abort: async (sessionID) => void (await answered("abort", client.session.abort({ sessionID }))),
    listMessages: async (sessionID) => list(await answered("list messages", client.session.messages({ sessionID }))),
    listChildren: async (sessionID) => list(await answered("list sessions", client.session.children({ sessionID }))),
    isBusy: async (sessionId) => {
      const statuses = await answered("tell its status", client.session.status());
      const status = isObject(statuses) ? statuses[sessionId] : undefined;
      return isObject(status) && status["type"] !== "idle";
    },
    listPermissions: async () => list(await answered("list permissions", client.permission.list())),
    listQuestions: async () => list(await answered("list questions", client.question.list())),
    replyToPermission: async (requestID, reply, message) => {
      const body = { requestID, reply, ...(message === undefined ? {} : { message }) };
      await answered("take the answer", client.permission.reply(body));
    },
    replyToQuestion: async (requestID, answers) => {
      const copy = answers.map((labels) => [...labels]);
      await answered("take the answer", client.question.reply({ requestID, answers: copy }));
    },
    rejectQuestion: async (requestID) =>
      void (await answered("take the answer", client.question.reject({ requestID }))),
  };
}

async function answered(
  what: string,
  request: Promise<{ data?: unknown; error?: unknown; response?: { status: number } | undefined }>,
): Promise<unknown> {
  let result: Awaited<typeof request>;
  try {
    result = await request;
  } catch (error) {
    throw unreachable(what, error);
  }
  const { data, error, response } = result;
  if (response === undefined) throw unreachable(what, error);
  if (response.status < 400) return data;
  if (response.status === 404) {
    throw new OpenCodeKitError("not_found", `The agent could not ${what}: it does not know the id.`, { cause: error });
  }
  if (response.status >= 502) throw unreachable(what, error);
  throw new OpenCodeKitError("agent_failed", `The agent could not ${what} (${response.status}).`, { cause: error });
}

function unreachable(what: string, cause: unknown): OpenCodeKitError {
  if (cause instanceof OpenCodeKitError) return cause;
  const message = `The agent did not answer when asked to ${what}.`;
  return new OpenCodeKitError("agent_unavailable", message, { cause, retryable: true });
}

function unexpected(what: string): OpenCodeKitError {
  return new OpenCodeKitError("agent_failed", `The agent gave an answer that makes no sense when asked to ${what}.`);
}

function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value.filter(isObject) as JsonObject[]) : [];
}
