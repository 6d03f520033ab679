import { randomBytes } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ListeningPort } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxProcess } from "@opencode-kit/client/source";
import type { ExposedPort, SandboxBackup } from "../sandbox/SandboxPort.ts";
import { findAgentBinary, findRipgrep } from "./agentBinary.ts";
import type { BackupFolders } from "./backups.ts";
import { createBackup, deleteBackup, expectBackup, restoreBackup } from "./backups.ts";
import type { AgentPort } from "./listAgentPorts.ts";
import { listAgentPorts } from "./listAgentPorts.ts";
import { listAgentProcesses } from "./listAgentProcesses.ts";
import type { HostModels } from "./HostModels.ts";
import { Previews } from "./Previews.ts";
import type { AgentProcess } from "./startAgentProcess.ts";
import { startAgentProcess } from "./startAgentProcess.ts";
import type { Reaper } from "./startReaper.ts";
import { unlessMissing } from "./unlessMissing.ts";
import type { OpenWorkspace, Workspace, WorkspaceTemplate } from "./workspace.ts";
import { openWorkspace } from "./workspace.ts";

/** Told when a workspace is about to be replaced, and when another one is in its place. */
export type ReplacedListener = (phase: "begins" | "ends") => void;

export type HostedSandboxOptions = {
  readonly name: string;
  /** Folder that holds the folders of all sandboxes. */
  readonly root: string;
  readonly models: HostModels;
  /** Where this sandbox's agent finds its models, by the token that the host knows it by. */
  readonly modelUrl: (token: string) => string;
  readonly template: WorkspaceTemplate | undefined;
  readonly reaper: Reaper;
  readonly log: (line: string) => void;
};

/** One sandbox of the host: a workspace, its backups and, while it is open, its agent. */
export class HostedSandbox {
  /** The secret part of the address at which this sandbox's agent reaches the model. */
  readonly modelToken = randomBytes(24).toString("base64url");
  readonly #options: HostedSandboxOptions;
  readonly #folders: BackupFolders;
  readonly #previews = new Previews();
  readonly #replacing = new Set<ReplacedListener>();
  #workspace: Promise<OpenWorkspace> | undefined;
  #agent: AgentProcess | undefined;
  #starting: { readonly agent: Promise<AgentProcess>; readonly abort: AbortController } | undefined;
  /** A stop, or what needs one and must not be disturbed: a restore, the end of the sandbox. */
  #stopping: Promise<void> | undefined;
  /** Copies and removals of whole folders, one after another. */
  #moving: Promise<unknown> = Promise.resolve();

  constructor(options: HostedSandboxOptions) {
    const { root, name } = options;
    this.#options = options;
    this.#folders = { folder: join(root, "sandboxes", name), backups: join(root, "backups", name) };
  }

  /** The agent, if it runs now. */
  get agent(): AgentProcess | undefined {
    return this.#agent;
  }

  /** The workspace, made where this host has not seen one yet. Throws `sandbox_lost` where it was deleted since. */
  async workspace(): Promise<OpenWorkspace> {
    while (this.#stopping !== undefined) await this.#stopping;
    this.#workspace ??= openWorkspace(this.#folders.folder, this.#options.template).catch((error: unknown) => {
      this.#workspace = undefined;
      throw error;
    });
    const workspace = await this.#workspace;
    if (await isThere(workspace)) return workspace;
    // The agent's working folder is gone under it.
    void this.stop();
    const message = "The folder of the workspace is gone: open the workspace again.";
    throw new OpenCodeKitError("sandbox_lost", message, { retryable: true });
  }

  /** The workspace, made anew where it was deleted. */
  async openWorkspace(): Promise<OpenWorkspace> {
    const known = await this.#workspace;
    if (known !== undefined && this.#stopping === undefined && !(await isThere(known))) {
      await this.stop();
      this.#workspace = undefined;
    }
    return this.workspace();
  }

  /** Calls a listener each time another workspace takes the place of this one, until the returned is called. */
  onReplaced(listener: ReplacedListener): () => void {
    this.#replacing.add(listener);
    return () => void this.#replacing.delete(listener);
  }

  /** Starts the agent, or finds it running; callers at the same time share one start. */
  async openAgent(): Promise<AgentProcess> {
    const workspace = await this.workspace();
    while (this.#stopping !== undefined) await this.#stopping;
    if (this.#agent !== undefined) return this.#agent;
    if (this.#starting === undefined) {
      const abort = new AbortController();
      const agent = this.#start(workspace, abort.signal).finally(() => (this.#starting = undefined));
      this.#starting = { agent, abort };
    }
    return this.#starting.agent;
  }

  /** Ends the agent and everything that it started; a start under way ends too. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(() => (this.#stopping = undefined));
    return this.#stopping;
  }

  /** Ends the agent and removes the workspace. The backups stay. */
  destroy(): Promise<void> {
    return this.#move(() =>
      this.#whileStopped(async () => {
        this.#workspace = undefined;
        await rm(this.#folders.folder, { recursive: true, force: true, maxRetries: 5 });
      }),
    );
  }

  /** Throws `backup_failed` or `disk_full`. */
  async createBackup(signal: AbortSignal): Promise<SandboxBackup> {
    await this.workspace();
    return this.#move(() => createBackup(this.#folders, signal));
  }

  /** Throws `backup_missing`, before the agent is ended, or `disk_full`. */
  async restoreBackup(id: string): Promise<void> {
    await this.#move(async () => {
      await expectBackup(this.#folders.backups, id);
      await this.openWorkspace();
      const tell = (phase: "begins" | "ends"): void => this.#replacing.forEach((listener) => listener(phase));
      tell("begins");
      try {
        await this.#whileStopped(async () => {
          await restoreBackup(this.#folders, id);
          this.#workspace = undefined;
        });
        await this.workspace();
      } finally {
        tell("ends");
      }
    });
  }

  deleteBackup(id: string): Promise<void> {
    return this.#move(() => deleteBackup(this.#folders.backups, id));
  }

  async listProcesses(): Promise<readonly SandboxProcess[]> {
    const { directory } = await this.workspace();
    return this.#agent === undefined ? [] : listAgentProcesses(this.#agent, directory);
  }

  async listPorts(): Promise<readonly ListeningPort[]> {
    return (await this.#agentPorts()).map(({ port, pid, command }) => ({ port, pid, command }));
  }

  async exposePort(port: number): Promise<ExposedPort> {
    const found = (await this.#agentPorts()).find((each) => each.port === port);
    // What is opened after a stop has begun would outlive it.
    if (found !== undefined && this.#stopping === undefined) return { port, url: await this.#previews.open(found) };
    const message = `Nothing that the agent has started listens at port ${port}: let it start the server, then try again.`;
    throw new OpenCodeKitError("not_found", message);
  }

  unexposePort(port: number): Promise<void> {
    return this.#previews.close(port);
  }

  async #agentPorts(): Promise<readonly AgentPort[]> {
    const ports = await listAgentPorts(await this.listProcesses());
    return ports.filter(({ port }) => port !== this.#agent?.port);
  }

  #move<T>(work: () => Promise<T>): Promise<T> {
    const moved = this.#moving.then(work);
    this.#moving = moved.catch(() => undefined);
    return moved;
  }

  async #whileStopped(work: () => Promise<void>): Promise<void> {
    while (this.#stopping !== undefined) await this.#stopping;
    this.#stopping = this.#stop()
      .then(work)
      .finally(() => (this.#stopping = undefined));
    await this.#stopping;
  }

  async #stop(): Promise<void> {
    const message = "The sandbox was stopped while its agent started: open it again.";
    this.#starting?.abort.abort(new OpenCodeKitError("sandbox_unavailable", message, { retryable: true }));
    await this.#starting?.agent.catch(() => undefined);
    await Promise.all([this.#agent?.stop(), this.#previews.closeAll()]);
    this.#agent = undefined;
  }

  async #start(workspace: Workspace, signal: AbortSignal): Promise<AgentProcess> {
    const { name, models, modelUrl, reaper, log } = this.#options;
    const [binary, ripgrep] = [findAgentBinary(), findRipgrep()];
    const startedAt = Date.now();
    const config = JSON.stringify(models.configFor(modelUrl(this.modelToken)));
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

async function isThere({ directory }: Workspace): Promise<boolean> {
  return (await unlessMissing(stat(directory)))?.isDirectory() ?? false;
}
