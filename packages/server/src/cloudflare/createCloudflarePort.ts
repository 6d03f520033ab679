import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { AgentSettings } from "./createAgent.ts";
import { createAgent } from "./createAgent.ts";
import type { BackupOptions } from "./createBackups.ts";
import { createBackups } from "./createBackups.ts";
import { createFiles } from "./createFiles.ts";
import { createProcesses } from "./createProcesses.ts";
import { createShell, toFields } from "./createShell.ts";
import type { SandboxSdk } from "./SandboxSdk.ts";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";
import { watchSandbox } from "./watchSandbox.ts";
import { withDeadline } from "./withDeadline.ts";
import { EXITS, TELL_WORKSPACE } from "./workspaceScript.ts";

const EXPOSE_MS = 30_000;
const DESTROY_MS = 60_000;

export type CloudflarePortOptions = {
  /** What the agent is started with, asked for at each opening. */
  readonly agent: () => Promise<AgentSettings>;
  /** Host of previews, with a wildcard record and route below it: `preview.example.com`. Absent: no previews. */
  readonly previewHost?: string | undefined;
  readonly backup?: BackupOptions | undefined;
  /** Time until the agent must answer, in ms, a starting container included. Default: 180,000. */
  readonly startMs?: number;
  /** The workspace in the sandbox. Default: `/workspace`. */
  readonly directory?: string;
  /** The agent's home. What the kit keeps about the disk is beside it, in `<home>.kit`. Default: `/home/opencode`. */
  readonly home?: string;
  /** OpenCode's command in the sandbox. Default: `opencode`. */
  readonly command?: string;
  /** `PATH` of the agent. Default: the usual folders of Linux. */
  readonly path?: string;
  /** Address that OpenCode listens at in the sandbox. Default: `0.0.0.0`. */
  readonly address?: string;
  /** Port that OpenCode listens at in the sandbox. Default: 4096. */
  readonly port?: number;
};

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A sandbox over the Sandbox SDK. It does not import the SDK, so that it also runs beside a fake of it. */
export function createCloudflarePort(sdk: SandboxSdk, options: CloudflarePortOptions): SandboxPort {
  const { directory = "/workspace", home = "/home/opencode", startMs = 180_000, previewHost } = options;
  const { command = "opencode", path = PATH, address = "0.0.0.0", port: agentPort = 4096 } = options;
  const shell = createShell(sdk);
  const place = { directory, home, command, path, address, port: agentPort, startMs };
  const agent = createAgent(sdk, shell, place, options.agent);
  const processes = createProcesses(shell, home, directory);
  const files = createFiles(sdk, shell, directory, home);

  return {
    ...processes,
    ...files,
    ...createBackups(sdk, shell, place, options.backup),
    isDurable: false,
    openAgent: agent.open,
    openWorkspace: async (signal) => {
      const run = shell.run(TELL_WORKSPACE, [directory, home], { signal, exits: EXITS });
      const [id = "", where = ""] = toFields(await run);
      return { id, directory: where };
    },
    watchFiles: (signal) => watchSandbox(sdk, shell, place, signal),
    exposePort: async (port) => {
      if (previewHost === undefined) {
        const message = "Previews need a host of their own: pass previewHost to cloudflareSandbox.";
        throw new OpenCodeKitError("bad_request", message);
      }
      const listening = await processes.listPorts();
      if (!listening.some((each) => each.port === port)) {
        throw sandboxError("not_found", undefined, `Nothing that the agent has started listens at port ${port}.`);
      }
      return reach(async () => {
        const { url } = await withDeadline(sdk.exposePort(port, { hostname: previewHost }), EXPOSE_MS);
        return { port, url };
      });
    },
    unexposePort: (port) => reach(() => withDeadline(sdk.unexposePort(port), EXPOSE_MS)),
    stop: agent.stop,
    destroy: () => reach(() => withDeadline(sdk.destroy(), DESTROY_MS)),
  };
}

async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toSandboxError(error);
  }
}
