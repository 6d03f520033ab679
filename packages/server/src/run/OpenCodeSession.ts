import { toRelativePath } from "@opencode-kit/client/opencode";
import type { BudgetRule, CommandResult, PromptAttachment } from "@opencode-kit/client/protocol";
import { defined, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { RoomCommand } from "@opencode-kit/client/room";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import type { OpenCodeConfig, ProviderCredentials, ProviderID } from "../providers/ProviderCredentials.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { BackupResult, RestoreResult } from "./backupSession.ts";
import { backupSession, restoreSession, updateSessionState } from "./backupSession.ts";
import { failedOutput } from "./failedOutput.ts";
import type { FileChangeCallback } from "./FileWatcher.ts";
import { FileWatcher } from "./FileWatcher.ts";
import { SandboxRuns } from "./SandboxRuns.ts";
import type { OpenCodeSessionState, SessionStorage } from "./SessionStorage.ts";
import type { SandboxBinding } from "./openSandbox.ts";
import { openSandbox } from "./openSandbox.ts";

/** While a run goes on a backup is made this often, in ms. */
const BACKUP_MS = 30_000;

export type StartOptions = {
  /** Default: what `env` has. */
  readonly credentials?: readonly ProviderCredentials[];
  /** OpenCode's config, merged over the kit's own, which it wins over; `model` is what prompts use. */
  readonly userConfig?: OpenCodeConfig;
};

export type OpenCodeRunOptions = {
  /** Stops the run, its subagents included. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the run is over; the generator ends after it. What it throws goes to the log. */
  readonly onComplete?: () => void | Promise<void>;
  /** Backups go here while the run goes on. Default: none are made. */
  readonly storage?: SessionStorage;
  /** Time between two of them, in ms. Default: 30,000. */
  readonly backupIntervalMs?: number;
  /** Continue this session of OpenCode's. Default: a new one. */
  readonly sessionId?: string | undefined;
  /** The file that the run is asked to produce: absolute in the sandbox, or relative to the workspace. */
  readonly outputFile?: string | undefined;
  readonly attachments?: readonly PromptAttachment[];
  /** What the run may use up. Default: no limits. */
  readonly budget?: BudgetRule | undefined;
};

type Current = { readonly sessionId: string; readonly prompt: string; readonly isRunning: boolean };
type Started = {
  readonly runs: SandboxRuns;
  readonly storage: SessionStorage;
  readonly providerId: ProviderID;
  readonly directory: string;
  /** For prompts, where the sandbox does not know it. */
  readonly model: string | undefined;
};

/**
 * An agent in a sandbox, run from the code that holds this object: no room, no channel, nobody else who watches. It
 * needs nothing of workerd but what the sandbox needs.
 *
 * @example
 * const session = new OpenCodeSession(env.Sandbox, "my-agent");
 * await session.start(env, ctx.storage);
 * for await (const output of session.run("Build a to-do app")) console.log(output.status, output.activity);
 */
export class OpenCodeSession {
  readonly #binding: SandboxBinding;
  readonly #name: string;
  readonly #watcher = new FileWatcher();
  #starting: Promise<RestoreResult> | undefined;
  #started: Started | undefined;
  #restored: RestoreResult | undefined;
  #current: Current | undefined;
  #running = 0;

  /** @param name Which of the binding's sandboxes. */
  constructor(sandboxBinding: SandboxBinding, name: string) {
    this.#binding = sandboxBinding;
    this.#name = name;
  }

  /** The sandbox. Throws `bad_request` before `start`. */
  get sandbox(): SandboxPort {
    return this.#open().runs.port;
  }

  get isStarted(): boolean {
    return this.#started !== undefined;
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  get isWatching(): boolean {
    return this.#watcher.isRunning;
  }

  /** OpenCode's id of the session that was run last, here or before a restore. */
  get currentSessionId(): string | null {
    return this.#current?.sessionId ?? this.#restored?.sessionState?.sessionId ?? null;
  }

  /**
   * Opens the sandbox, restores the last backup if its disk was lost, and starts the agent. The second time it resolves
   * to nothing restored. Rejects with `provider_missing` where neither `env` nor the options have a provider's key, and
   * with the sandbox's own errors; it can then be called again.
   *
   * @param env The Worker's environment, for the providers' keys. They stay outside the sandbox where it allows that.
   * @param storage Keeps handles of backups and the session's state.
   */
  start(env: object, storage: SessionStorage, options: StartOptions = {}): Promise<RestoreResult> {
    if (this.#started !== undefined) return Promise.resolve({ fsRestored: false, sessionState: null });
    this.#starting ??= this.#start(env, storage, options).finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  /**
   * Runs a prompt and yields what can be seen of it, the newest whole state each time, at most five times a second. The
   * last output says `complete`, `error` or `aborted`, whatever happens. Leaving the loop stops the run. Throws
   * `bad_request` before `start`.
   */
  async *run(prompt: string, options: OpenCodeRunOptions = {}): AsyncGenerator<OpenCodeRunOutput, void, void> {
    const { runs, directory, model } = this.#open();
    const {
      signal,
      storage,
      backupIntervalMs = BACKUP_MS,
      onComplete,
      sessionId,
      outputFile,
      attachments,
      budget,
    } = options;
    const file = outputFile && toRelativePath(directory, outputFile);
    const order = defined({ sessionId, outputFile: file, attachments, budget, model });
    this.#running++;
    let completing: Promise<void> | undefined;
    const backups = storage && setInterval(() => void this.backup(storage), backupIntervalMs);
    try {
      for await (const output of runs.run(
        { name: "submit", operationId: crypto.randomUUID(), prompt, ...order },
        signal,
      )) {
        const isOver = output.phase !== "working";
        await this.#note({ sessionId: output.sessionId, prompt, isRunning: !isOver });
        if (isOver) completing = this.#complete(onComplete);
        yield output;
      }
    } catch (error) {
      yield failedOutput(error, sessionId);
    } finally {
      if (backups !== undefined) clearInterval(backups);
      this.#running--;
      if (this.#current?.prompt === prompt) await this.#note({ ...this.#current, isRunning: false });
      await (completing ?? this.#complete(onComplete));
    }
  }

  /** Runs a command of the room's, such as the answer to what waits in an output's `pending`. Rejects with its error. */
  send<C extends RoomCommand>(command: C): Promise<CommandResult<C["name"]>> {
    return this.#open().runs.send(command);
  }

  /** Makes a backup; two at once happen one after the other. Never rejects. Throws `bad_request` before `start`. */
  backup(storage: SessionStorage): Promise<BackupResult> {
    return backupSession(this.sandbox, storage, this.#state());
  }

  /** Keeps what the session is at, without a backup. */
  async updateState(storage: SessionStorage): Promise<void> {
    const state = this.#state();
    if (state !== undefined) await updateSessionState(storage, state);
  }

  /** Watches the workspace; the callback gets a `FileChangeMessage` as JSON. Throws `bad_request` before `start`. */
  startFileWatcher(callback: FileChangeCallback): void {
    this.#watcher.start(this.sandbox, callback);
  }

  stopFileWatcher(): void {
    this.#watcher.stop();
  }

  /** What an outer model should know of a run that a restore has cut off; null where there was none. */
  getRestoreContext(): string | null {
    const { runInFlight = false, runPrompt } = this.#restored?.sessionState ?? {};
    if (!runInFlight || runPrompt === undefined) return null;
    const disk = this.#restored?.fsRestored === true ? "The sandbox was restored from its last backup." : "";
    return [
      "<restore-context>",
      ...(disk === "" ? [] : [disk]),
      `A coding run was cut off before it had ended. Its prompt was: ${JSON.stringify(runPrompt.slice(0, 1_000))}`,
      "Servers and other processes that ran in the sandbox may have to be started again.",
      "</restore-context>",
    ].join("\n");
  }

  /** Stops watching and following; runs that go on are left to the agent. */
  close(): void {
    this.#watcher.stop();
    this.#started?.runs.close();
    this.#started = undefined;
  }

  async #start(env: object, storage: SessionStorage, options: StartOptions): Promise<RestoreResult> {
    const { port, providerId, model } = await openSandbox(this.#binding, this.#name, { env, ...options });
    const restored = await restoreSession(port, storage);
    const { directory } = await port.openWorkspace();
    await port.openAgent();
    const runs = new SandboxRuns(port, {
      // A disk that is lost later is restored before the agent starts on it.
      prepare: async () => void (await restoreSession(port, storage)),
    });
    this.#restored = restored;
    this.#started = { runs, storage, providerId, directory, model };
    return restored;
  }

  /** Keeps what is run now, so that whoever starts the session after a loss can tell. */
  async #note(current: Current): Promise<void> {
    const { sessionId, isRunning } = this.#current ?? {};
    if (current.sessionId === "" || (current.sessionId === sessionId && current.isRunning === isRunning)) return;
    this.#current = current;
    if (this.#started !== undefined) await this.updateState(this.#started.storage);
  }

  #state(): OpenCodeSessionState | undefined {
    if (this.#current === undefined || this.#started === undefined) return this.#restored?.sessionState ?? undefined;
    const { sessionId, prompt, isRunning } = this.#current;
    const { providerId } = this.#started;
    return { sessionId, providerId, runInFlight: isRunning, ...(isRunning ? { runPrompt: prompt } : {}) };
  }

  #open(): Started {
    if (this.#started !== undefined) return this.#started;
    throw new OpenCodeKitError("bad_request", "The session is not started: await start() first.");
  }

  async #complete(onComplete: OpenCodeRunOptions["onComplete"]): Promise<void> {
    try {
      await onComplete?.();
    } catch (error) {
      console.error("What was to be done after a run failed:", error);
    }
  }
}
