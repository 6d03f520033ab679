import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startScriptedModel } from "../../testing/index.ts";
import { agentConfig } from "../agentConfig.ts";
import { findAgentBinary, findRipgrep } from "../agentBinary.ts";
import { startAgentProcess } from "../startAgentProcess.ts";
import { startReaper } from "../startReaper.ts";
import { openWorkspace } from "../workspace.ts";

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

export async function startPlainServer(): Promise<PlainServer> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  const workspace = await openWorkspace(folder, { "notes/plan.md": "# Plan\n" });
  const model = await startScriptedModel({ pace: "fast" });
  const reaper = startReaper();
  const config = agentConfig({
    model: { baseUrl: model.baseUrl, model: model.model, apiKey: "any", scripted: true },
    modelUrl: model.baseUrl,
    permission: { bash: { "*": "allow", "rm *": "ask" } },
  });
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
