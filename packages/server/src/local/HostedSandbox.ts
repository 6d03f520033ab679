import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { PermissionConfig } from "./agentConfig.ts";
import { agentConfig } from "./agentConfig.ts";
import { findAgentBinary, findRipgrep } from "./agentBinary.ts";
import type { ModelConfig } from "./ModelConfig.ts";
import type { AgentProcess } from "./startAgentProcess.ts";
import { startAgentProcess } from "./startAgentProcess.ts";
import type { Reaper } from "./startReaper.ts";
import type { Workspace, WorkspaceTemplate } from "./workspace.ts";
import { openWorkspace } from "./workspace.ts";

export type HostedSandboxOptions = {
  readonly name: string;
  /** Folder that holds the folders of all sandboxes. */
  readonly root: string;
  readonly model: ModelConfig;
  /** Where this sandbox's agent finds the model, by the token that the host knows it by. */
  readonly modelUrl: (token: string) => string;
  readonly permission: PermissionConfig | undefined;
  readonly template: WorkspaceTemplate | undefined;
  readonly reaper: Reaper;
  readonly log: (line: string) => void;
};

/** One sandbox of the host: a workspace and, while it is open, its agent. */
export class HostedSandbox {
  /** The secret part of the address at which this sandbox's agent reaches the model. */
  readonly modelToken = randomBytes(24).toString("base64url");
  readonly #options: HostedSandboxOptions;
  #workspace: Promise<Workspace> | undefined;
  #agent: AgentProcess | undefined;
  #starting: { readonly agent: Promise<AgentProcess>; readonly abort: AbortController } | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: HostedSandboxOptions) {
    this.#options = options;
  }

  /** The agent, if it runs now. */
  get agent(): AgentProcess | undefined {
    return this.#agent;
  }

  workspace(): Promise<Workspace> {
    const { root, name, template } = this.#options;
    this.#workspace ??= openWorkspace(join(root, "sandboxes", name), template).catch((error: unknown) => {
      this.#workspace = undefined;
      throw error;
    });
    return this.#workspace;
  }

  /** Starts the agent, or finds it running; callers at the same time share one start. */
  async openAgent(): Promise<AgentProcess> {
    await this.#stopping;
    if (this.#agent !== undefined) return this.#agent;
    if (this.#starting === undefined) {
      const abort = new AbortController();
      const agent = this.#start(abort.signal).finally(() => (this.#starting = undefined));
      this.#starting = { agent, abort };
    }
    return this.#starting.agent;
  }

  /** Ends the agent and everything that it started; a start under way ends too. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(() => (this.#stopping = undefined));
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const message = "The sandbox was stopped while its agent started: open it again.";
    this.#starting?.abort.abort(new OpenCodeKitError("sandbox_unavailable", message, { retryable: true }));
    await this.#starting?.agent.catch(() => undefined);
    await this.#agent?.stop();
    this.#agent = undefined;
  }

  async #start(signal: AbortSignal): Promise<AgentProcess> {
    const { name, model, modelUrl, permission, reaper, log } = this.#options;
    const [binary, ripgrep] = [findAgentBinary(), findRipgrep()];
    const workspace = await this.workspace();
    const startedAt = Date.now();
    const config = agentConfig({ model, modelUrl: modelUrl(this.modelToken), permission });
    const agent = await startAgentProcess({ binary, ripgrep, workspace, config, reaper, log, signal });
    log(`OpenCode ${agent.version} runs in sandbox ${name} (started in ${Date.now() - startedAt} ms).`);
    this.#agent = agent;
    void agent.ended.then(() => {
      if (this.#agent !== agent) return;
      this.#agent = undefined;
      if (this.#stopping === undefined) log(`OpenCode in sandbox ${name} has ended; the next use starts it again.`);
    });
    return agent;
  }
}
