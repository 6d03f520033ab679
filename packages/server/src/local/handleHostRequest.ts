import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { OpenedAgent } from "../sandbox/hostProtocol.ts";
import { SANDBOX_NAME } from "../sandbox/hostProtocol.ts";
import { modelName } from "./agentConfig.ts";
import { endToEnd, forward } from "./forward.ts";
import type { HostedSandbox } from "./HostedSandbox.ts";
import { listAgentProcesses } from "./listAgentProcesses.ts";
import type { ModelConfig } from "./ModelConfig.ts";
import { proxyModel } from "./modelProxy.ts";
import { endTreeOf } from "./processes.ts";
import { respondWithError } from "./respondWithError.ts";
import { streamChanges } from "./streamChanges.ts";
import { listWorkspace, openWorkspaceFile, statWorkspace } from "./workspaceFiles.ts";

export type HostContext = {
  readonly token: string;
  readonly model: ModelConfig;
  readonly sandboxes: ReadonlyMap<string, HostedSandbox>;
  /** The sandbox of this name, made if there is none. */
  readonly sandbox: (name: string) => HostedSandbox;
  readonly log: (line: string) => void;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly sandbox: HostedSandbox;
  readonly context: HostContext;
};

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** What can be asked of `/sandboxes/:name`. */
const ROUTES: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  "POST agent": openAgent,
  "GET processes": async ({ response, sandbox }) => {
    const { agent } = sandbox;
    const { directory } = await sandbox.workspace();
    respond(response, agent === undefined ? [] : listAgentProcesses(agent, directory));
  },
  "POST kill": killProcess,
  "GET files": async ({ response, sandbox }) =>
    respond(response, await listWorkspace((await sandbox.workspace()).directory)),
  "GET stat": async ({ response, sandbox, url }) =>
    respond(response, await statWorkspace((await sandbox.workspace()).directory, pathOf(url))),
  "GET file": sendFile,
  "GET watch": async ({ response, sandbox }) => streamChanges(response, (await sandbox.workspace()).directory),
  "POST stop": async ({ response, sandbox }) => {
    await sandbox.stop();
    response.writeHead(204).end();
  },
};

/** Answers one request to the sandbox host. Never throws. */
export async function handleHostRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: HostContext,
): Promise<void> {
  try {
    await route(request, response, context);
  } catch (error) {
    respondWithError(response, error, context.log);
  }
}

async function route(request: IncomingMessage, response: ServerResponse, context: HostContext): Promise<void> {
  // A page of another site can reach the loopback interface by a name of its own, but then `Host` is that name.
  if (!LOOPBACK.test(request.headers.host ?? "")) {
    throw new OpenCodeKitError("forbidden", "The sandbox host answers requests to 127.0.0.1 only.");
  }
  const url = URL.parse(request.url ?? "/", "http://127.0.0.1");
  if (url === null) throw unknownRoute();
  const model = /^\/model\/([^/]+)\/v1\/(.+)$/.exec(url.pathname);
  if (model !== null) {
    // The agent has no other secret of the host's than this one.
    const known = [...context.sandboxes.values()].some((each) => isSame(each.modelToken, model[1] ?? ""));
    if (!known) throw new OpenCodeKitError("unauthorized", "No sandbox of this host has this address of the model.");
    await proxyModel(request, response, context.model, `${model[2]}${url.search}`);
    return;
  }

  if (!isSame(request.headers.authorization ?? "", `Bearer ${context.token}`)) {
    const message = "The sandbox host needs its token: pass OPENCODE_SANDBOX_TOKEN of the host that runs now.";
    throw new OpenCodeKitError("unauthorized", message);
  }
  const [, name = "", verb = "", rest] = /^\/sandboxes\/([^/]*)\/([^/]*)(\/.*)?$/.exec(url.pathname) ?? [];
  if (verb === "") throw unknownRoute();
  if (!SANDBOX_NAME.test(name)) {
    throw new OpenCodeKitError("bad_request", "A sandbox's name is 1 to 64 letters, digits, hyphens or underscores.");
  }
  const exchange = { request, response, url, sandbox: context.sandbox(name), context };
  if (verb === "agent" && rest !== undefined) return proxyAgent(exchange, rest);
  const handler = rest === undefined ? ROUTES[`${request.method} ${verb}`] : undefined;
  if (handler === undefined) throw unknownRoute();
  await handler(exchange);
}

async function openAgent({ response, sandbox, context }: Exchange): Promise<void> {
  const { version, bootId } = await sandbox.openAgent();
  const { directory } = await sandbox.workspace();
  respond(response, {
    directory,
    version,
    bootId,
    model: modelName(context.model),
    scripted: context.model.scripted ?? false,
  } satisfies OpenedAgent);
}

async function proxyAgent({ request, response, url, sandbox, context }: Exchange, path: string): Promise<void> {
  const agent = sandbox.agent;
  if (agent === undefined) throw notRunning();
  const target = new URL(`http://127.0.0.1:${agent.port}${path}${url.search}`);
  // Whatever the caller asked for, the agent works in its own workspace.
  target.searchParams.set("directory", (await sandbox.workspace()).directory);
  const { host: _host, "x-opencode-directory": _directory, ...headers } = endToEnd(request.headers);
  forward({
    request,
    response,
    target,
    headers: { ...headers, authorization: agent.authorization },
    onUnreachable: () => respondWithError(response, notRunning(), context.log),
  });
}

/** Only what the agent has started can be ended from outside. */
async function killProcess({ response, sandbox, url }: Exchange): Promise<void> {
  const { agent } = sandbox;
  const { directory } = await sandbox.workspace();
  const pid = Number(url.searchParams.get("pid"));
  const isKnown = agent !== undefined && listAgentProcesses(agent, directory).some((process) => process.pid === pid);
  if (!isKnown) throw new OpenCodeKitError("not_found", "The agent has started no such process, or it has ended.");
  await endTreeOf(pid);
  response.writeHead(204).end();
}

async function sendFile({ response, sandbox, url }: Exchange): Promise<void> {
  const { handle, size } = await openWorkspaceFile((await sandbox.workspace()).directory, pathOf(url));
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": size });
  if (size === 0) {
    await handle.close();
    response.end();
    return;
  }
  // A file that grows meanwhile is sent as long as it was said to be.
  pipeline(handle.createReadStream({ start: 0, end: size - 1 }), response, (error) => {
    if (error) response.destroy();
  });
}

function pathOf(url: URL): string {
  return url.searchParams.get("path") ?? "";
}

function respond(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function notRunning(): OpenCodeKitError {
  return new OpenCodeKitError("agent_unavailable", "OpenCode does not run in this sandbox: open it again.", {
    retryable: true,
  });
}

function unknownRoute(): OpenCodeKitError {
  return new OpenCodeKitError("not_found", "The sandbox host has no such address.");
}
