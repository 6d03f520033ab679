import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { OpenedAgent } from "../sandbox/hostProtocol.ts";
import { SANDBOX_NAME } from "../sandbox/hostProtocol.ts";
import type { OpenedWorkspace } from "../sandbox/SandboxPort.ts";
import { endToEnd, forward } from "./forward.ts";
import type { HostedSandbox } from "./HostedSandbox.ts";
import { isLoopback } from "./isLoopback.ts";
import type { HostModels } from "./HostModels.ts";
import { proxyModel } from "./modelProxy.ts";
import { endTreeOf } from "./processes.ts";
import { respondWithError } from "./respondWithError.ts";
import { sendFile } from "./sendFile.ts";
import { streamChanges } from "./streamChanges.ts";
import { listFolder, listWorkspace, statWorkspace } from "./workspaceFiles.ts";

export type HostContext = {
  readonly token: string;
  readonly models: HostModels;
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

/** What can be asked of `/sandboxes/:name`. */
const ROUTES: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  "POST agent": openAgent,
  "POST workspace": async ({ response, sandbox }) => {
    const { id, directory } = await sandbox.openWorkspace();
    respond(response, { id, directory } satisfies OpenedWorkspace);
  },
  "GET processes": async ({ response, sandbox }) => respond(response, await sandbox.listProcesses()),
  "POST kill": killProcess,
  "GET files": async ({ response, sandbox }) =>
    respond(response, await listWorkspace((await sandbox.workspace()).directory)),
  "GET folder": async ({ response, sandbox, url }) =>
    respond(response, await listFolder((await sandbox.workspace()).directory, pathOf(url))),
  "GET stat": async ({ response, sandbox, url }) =>
    respond(response, await statWorkspace((await sandbox.workspace()).directory, pathOf(url))),
  "GET file": async ({ response, sandbox, url }) =>
    sendFile(response, (await sandbox.workspace()).directory, url.searchParams),
  "GET watch": async ({ response, sandbox }) =>
    streamChanges(response, (await sandbox.workspace()).directory, (listener) => sandbox.onReplaced(listener)),
  "POST backup": createBackup,
  "DELETE backup": ({ response, sandbox, url }) => done(response, sandbox.deleteBackup(idOf(url))),
  "POST restore": ({ response, sandbox, url }) => done(response, sandbox.restoreBackup(idOf(url))),
  "GET ports": async ({ response, sandbox }) => respond(response, await sandbox.listPorts()),
  "POST expose": async ({ response, sandbox, url }) => respond(response, await sandbox.exposePort(portOf(url))),
  "POST unexpose": ({ response, sandbox, url }) => done(response, sandbox.unexposePort(portOf(url))),
  "POST stop": ({ response, sandbox }) => done(response, sandbox.stop()),
  "POST destroy": ({ response, sandbox }) => done(response, sandbox.destroy()),
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
  if (!isLoopback(request)) {
    throw new OpenCodeKitError("forbidden", "The sandbox host answers requests to 127.0.0.1 only.");
  }
  const url = URL.parse(request.url ?? "/", "http://127.0.0.1");
  if (url === null) throw unknownRoute();
  const model = /^\/model\/([^/]+)\/([^/]+)\/(.+)$/.exec(url.pathname);
  if (model !== null) {
    // The agent has no other secret of the host's than this one.
    const known = [...context.sandboxes.values()].some((each) => isSame(each.modelToken, model[1] ?? ""));
    if (!known) throw new OpenCodeKitError("unauthorized", "No sandbox of this host has this address of the model.");
    const credentials = context.models.find(model[2] ?? "");
    if (credentials === undefined) throw unknownRoute();
    return proxyModel(request, response, credentials, `${model[3]}${url.search}`);
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
    model: context.models.name,
    scripted: context.models.isScripted,
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
  const pid = Number(url.searchParams.get("pid"));
  const isKnown = (await sandbox.listProcesses()).some((process) => process.pid === pid);
  if (!isKnown) throw new OpenCodeKitError("not_found", "The agent has started no such process, or it has ended.");
  await done(response, endTreeOf(pid));
}

/** Ends the copy when nobody waits for it any more. */
async function createBackup({ response, sandbox }: Exchange): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  respond(response, await sandbox.createBackup(gone.signal));
}

async function done(response: ServerResponse, work: Promise<void>): Promise<void> {
  await work;
  response.writeHead(204).end();
}

function idOf(url: URL): string {
  return url.searchParams.get("id") ?? "";
}

function portOf(url: URL): number {
  return Number(url.searchParams.get("port"));
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
