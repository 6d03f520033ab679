import { randomBytes } from "node:crypto";
import { mkdir, realpath, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { HostedSandbox } from "./HostedSandbox.ts";
import { handleHostRequest } from "./handleHostRequest.ts";
import { listenOnLoopback } from "./listenOnLoopback.ts";
import type { HostModelsOptions } from "./HostModels.ts";
import { HostModels } from "./HostModels.ts";
import { startReaper } from "./startReaper.ts";
import type { WorkspaceTemplate } from "./workspace.ts";

export type SandboxHostOptions = HostModelsOptions & {
  /** Folder for the sandboxes: each has a workspace and its agent's home in it. Made if it is missing. */
  readonly root: string;
  /** Whether `root` stays when the host ends. Default: true. */
  readonly keep?: boolean;
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
 * machine. It is **not an isolation boundary**: the agent has this user's rights.
 *
 * What it started ends with it, even when it is killed.
 */
export async function startSandboxHost(options: SandboxHostOptions): Promise<SandboxHost> {
  const { template, keep = true, log = () => {} } = options;
  const models = new HostModels(options);
  await mkdir(options.root, { recursive: true });
  const root = await realpath(options.root);
  const token = randomBytes(32).toString("base64url");
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
  url = `http://127.0.0.1:${await listenOnLoopback(server)}`;

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
