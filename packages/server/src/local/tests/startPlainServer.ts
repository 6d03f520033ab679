import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgentConfig } from "../../providers/createAgentConfig.ts";
import type { CompatibleCredentials } from "../../providers/ProviderCredentials.ts";
import type { Scenario } from "../../testing/index.ts";
import { SCENARIOS, startScriptedModel } from "../../testing/index.ts";
import { findAgentBinary, findRipgrep } from "../agentBinary.ts";
import { startAgentProcess } from "../startAgentProcess.ts";
import { startReaper } from "../startReaper.ts";
import { openWorkspace } from "../workspace.ts";

/** What the folder holds at the start. */
export const FILES = {
  "notes/plan.md": "# Plan\n",
  "lines.txt": Array.from({ length: 30 }, (_, i) => `line ${i + 1}\n`).join(""),
  "gone.txt": "will be gone\n",
};

/** A plain `opencode serve` under the scripted model, as somebody would start it by hand. */
export type PlainServer = {
  readonly baseUrl: string;
  readonly password: string;
  readonly directory: string;
  /** A request as another client of the server makes it, such as OpenCode's own terminal. */
  post(path: string, body: object): Promise<{ readonly id?: string }>;
  /** Ends the server; the rest stays until it is closed. */
  stop(): Promise<void>;
  close(): Promise<void>;
};

/** `scenarios` are played beside those of the demo. */
export async function startPlainServer(scenarios: readonly Scenario[] = []): Promise<PlainServer> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  const workspace = await openWorkspace(folder, FILES);
  const model = await startScriptedModel({ pace: "fast", scenarios: [...scenarios, ...SCENARIOS] });
  const reaper = startReaper();
  const credentials: CompatibleCredentials = {
    provider: "openai-compatible",
    id: "scripted",
    baseURL: model.baseUrl,
    model: model.model,
  };
  const config = JSON.stringify(
    createAgentConfig({
      providers: { credentials: [credentials], defaultProvider: "openai-compatible" },
      permission: { bash: { "*": "allow", "rm *": "ask" } },
      endpointOf: () => model.baseUrl,
    }),
  );
  const binary = findAgentBinary();
  const options = { binary, ripgrep: findRipgrep(), workspace, config, reaper, log: () => undefined };
  const { port, authorization, stop } = await startAgentProcess(options);
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    password: atob(authorization.replace("Basic ", "")).replace("opencode:", ""),
    directory: workspace.directory,
    post: async (path, body) => {
      const headers = { "content-type": "application/json", authorization };
      const response = await fetch(baseUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
      return (await response.json().catch(() => ({}))) as { readonly id?: string };
    },
    stop,
    close: async () => {
      await stop();
      await reaper.close();
      await model.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
