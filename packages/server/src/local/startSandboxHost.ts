import { randomBytes } from "node:crypto";
import { mkdir, realpath, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { HostedSandbox } from "./HostedSandbox.ts";
import { handleHostRequest } from "./handleHostRequest.ts";
import { listenOnLoopback } from "./listenOnLoopback.ts";
import type { HostModelsOptions } from "./HostModels.ts";
import { HostModels } from "./HostModels.ts";
import { startReaper } from "./startReaper.ts";
import type { WorkspaceTemplate } from "./workspace.ts";

const TOKEN = /^[\x21-\x7e]{16,}$/;

export type SandboxHostOptions = HostModelsOptions & {
  /** Folder for the sandboxes: each has a workspace and its agent's home in it. Made if it is missing. */
  readonly root: string;
  /** Whether `root` stays when the host ends. Default: true. */
  readonly keep?: boolean;
  /** Port of 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Bearer token that every request needs: 16 or more visible ASCII characters. Default: a new one, at random. */
  readonly token?: string;
  /** Files of a new workspace. Default: none. */
  readonly template?: WorkspaceTemplate;
  /** Takes one line at a time. Default: nothing is logged. */
  readonly log?: (line: string) => void;
};

export type SandboxHost = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Bearer token that every request needs. */
  readonly token: string;
  /** Absolute path of the folder that holds the sandboxes. */
  readonly root: string;
  /** Ends all agents and what they started; resolves when nothing is left. */
  close(): Promise<void>;
};

/**
 * Starts the local sandbox host: a server on the loopback interface that runs the real OpenCode in folders of this
 * machine. It is **not an isolation boundary**: the agent has this user's rights. Throws `bad_request` for a port that is
 * taken and for a weak token.
 *
 * What it started ends with it, even when it is killed.
 */
export async function startSandboxHost(options: SandboxHostOptions): Promise<SandboxHost> {
  const { template, port = 0, keep = true, log = () => {} } = options;
  const token = options.token ?? randomBytes(32).toString("base64url");
  if (!TOKEN.test(token)) {
    const message = "The token of the sandbox host is too weak: use 16 or more visible ASCII characters, at random.";
    throw new OpenCodeKitError("bad_request", message);
  }
  const models = new HostModels(options);
  await mkdir(options.root, { recursive: true });
  const root = await realpath(options.root);
  const reaper = startReaper();
  if (!keep) reaper.removeAtEnd(root);

  const sandboxes = new Map<string, HostedSandbox>();
  let url = "";
  const sandbox = (name: string): HostedSandbox => {
    const known = sandboxes.get(name);
    if (known !== undefined) return known;
    const modelUrl = (secret: string): string => `${url}/model/${secret}`;
    const made = new HostedSandbox({ name, root, models, modelUrl, template, reaper, log });
    sandboxes.set(name, made);
    return made;
  };

  const server = createServer((request, response) => {
    void handleHostRequest(request, response, { token, models, sandboxes, sandbox, log });
  });
  // Streams of a whole run go through it.
  server.requestTimeout = 0;
  try {
    url = `http://127.0.0.1:${await listenOnLoopback(server, port)}`;
  } catch (error) {
    await reaper.close();
    const message = `The sandbox host cannot listen on port ${port} of 127.0.0.1: end what uses it, or choose another port.`;
    throw new OpenCodeKitError("bad_request", message, { cause: error });
  }

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await Promise.allSettled([...sandboxes.values()].map((each) => each.stop()));
    await closed;
    await reaper.close();
    if (!keep) await rm(root, { recursive: true, force: true });
  };
  return { url, token, root, close: () => (closing ??= close()) };
}
