import type { BackupState, SandboxState, WireError } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { ValueStore } from "@opencode-kit/client/room";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { BackupStore, StoredBackup } from "../storage/BackupStore.ts";
import { within } from "./within.ts";

/** A sandbox that says nothing for this long when it is opened is one that cannot be had, in ms. */
const OPEN_MS = 2 * 60_000;
/** A backup that is not put back within this time, in ms, counts as one that cannot be. */
const RESTORE_MS = 10 * 60_000;
/** The workspace that the room has worked in. */
const WORKSPACE_KEY = "workspace";
/** Set where the last loss left the room with an empty workspace. */
const EMPTIED_KEY = "workspace-emptied";

const EMPTIED: WireError = {
  code: "sandbox_lost",
  message: "The sandbox was lost with its workspace, and there was no backup. Send the prompt in a new session.",
};

export type WorkspaceKeeperHost = {
  readonly port: SandboxPort;
  readonly backups: BackupStore;
  readonly values: ValueStore;
  sandbox(): SandboxState;
  setSandbox(sandbox: SandboxState): void;
  tell(backup: Omit<BackupState, "at">): void;
  /** What the sandbox had is gone; in its place is what a backup had, or nothing. */
  onReplaced(): void;
  /** For the log. */
  onProblem(message: string, error: unknown): void;
};

/** Knows which workspace the room has, and puts the newest backup into the one that comes after a lost one. */
export class WorkspaceKeeper {
  readonly #host: WorkspaceKeeperHost;
  /** What copies or replaces the workspace, one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #opening: Promise<void> | undefined;
  #restoring: Promise<unknown> | undefined;

  constructor(host: WorkspaceKeeperHost) {
    this.#host = host;
  }

  /** Finds the workspace, and restores it where it was lost. Rejects with `sandbox_lost` where that fails for now. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** Whether the sandbox still has the workspace that the room has worked in. */
  async isSame(): Promise<boolean> {
    const id = await this.#idOfWorkspace();
    const known = this.#host.values.get(WORKSPACE_KEY);
    if (known === undefined) this.#host.values.set(WORKSPACE_KEY, id);
    return known === undefined || known === id;
  }

  /** Puts a backup into the place of what is there. `check` throws where that must not be any more. */
  restore(backup: StoredBackup, check: () => void): Promise<void> {
    return this.exclusively(async () => {
      check();
      // From here on nothing opens the agent until it is done.
      this.#restoring = this.#restore(backup).finally(() => (this.#restoring = undefined));
      await this.#restoring;
    });
  }

  /** Runs a task when no other one copies or replaces the workspace. */
  exclusively<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => undefined);
    return done;
  }

  /** Why a session that the agent does not know is gone, if the room knows. */
  lostSession(): WireError | undefined {
    return this.#host.values.get(EMPTIED_KEY) === undefined ? undefined : EMPTIED;
  }

  async #open(): Promise<void> {
    await this.#restoring?.catch(() => undefined);
    if (await this.isSame()) return;
    await this.exclusively(() => this.#recover());
  }

  async #recover(): Promise<void> {
    const { values, tell } = this.#host;
    const id = await this.#idOfWorkspace();
    if (values.get(WORKSPACE_KEY) === id) return;
    await this.#whileRestoring(async () => {
      const restored = await this.#restoreNewest();
      values.set(WORKSPACE_KEY, id);
      if (restored !== undefined) return this.#note(restored);
      values.set(EMPTIED_KEY, true);
      tell({ status: "lost", error: EMPTIED });
    });
    this.#host.onReplaced();
  }

  async #restore(backup: StoredBackup): Promise<void> {
    const { values } = this.#host;
    await this.#whileRestoring(async () => {
      const id = await this.#idOfWorkspace();
      try {
        await this.#put(backup);
      } catch (error) {
        this.#host.tell({ status: "failed", id: backup.id, error: toKnown(error).toWire() });
        throw error;
      }
      values.set(WORKSPACE_KEY, id);
      this.#note(backup);
    });
    this.#host.onReplaced();
  }

  /** The newest backup that can be restored, restored. Undefined where there is none. */
  async #restoreNewest(): Promise<StoredBackup | undefined> {
    const { backups, tell, onProblem } = this.#host;
    let passing: unknown;
    for (const backup of backups.list()) {
      try {
        await this.#put(backup);
        return backup;
      } catch (error) {
        onProblem(`The backup ${backup.id} could not be restored`, error);
        const { code, retryable } = toKnown(error);
        // It is the sandbox that fails, not the backup.
        if (code.startsWith("sandbox_")) throw error;
        if (code === "backup_missing") backups.remove(backup.id);
        else if (retryable) passing ??= error;
      }
    }
    if (passing === undefined) return undefined;
    const message = "The sandbox was lost, and its backups cannot be restored now. Try again in a minute.";
    const lost = new OpenCodeKitError("sandbox_lost", message, { cause: passing, retryable: true });
    tell({ status: "failed", error: lost.toWire() });
    throw lost;
  }

  async #put(backup: StoredBackup): Promise<void> {
    this.#host.tell({ status: "restoring", id: backup.id });
    const message = "The backup was not restored within 10 minutes. Try another one.";
    await within(
      RESTORE_MS,
      () => this.#host.port.restoreBackup(backup),
      () => new OpenCodeKitError("backup_failed", message),
    );
  }

  async #idOfWorkspace(): Promise<string> {
    const message = "The sandbox did not open within two minutes. Try again.";
    const late = (): Error => new OpenCodeKitError("sandbox_unavailable", message, { retryable: true });
    return (await within(OPEN_MS, (signal) => this.#host.port.openWorkspace(signal), late)).id;
  }

  #note(backup: StoredBackup): void {
    const { backups, values, tell } = this.#host;
    // Until there is a newer one, this is what a lost sandbox goes back to.
    backups.add(backup);
    values.remove(EMPTIED_KEY);
    tell({ status: "restored", id: backup.id });
  }

  async #whileRestoring(task: () => Promise<void>): Promise<void> {
    const { sandbox, setSandbox } = this.#host;
    const before = sandbox();
    const { error: _, ...facts } = before;
    setSandbox({ ...facts, status: "restoring" });
    try {
      await task();
    } finally {
      if (sandbox().status === "restoring") setSandbox(before);
    }
  }
}

function toKnown(error: unknown): OpenCodeKitError {
  if (error instanceof OpenCodeKitError) return error;
  return new OpenCodeKitError("backup_failed", "The backup could not be restored. Try another one.", { cause: error });
}
