import type { WireError } from "@opencode-kit/client/protocol";
import { OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import type { SandboxBackup, SandboxPort } from "../sandbox/SandboxPort.ts";
import type { OpenCodeSessionState, SessionStorage } from "./SessionStorage.ts";
import type { AnySandbox } from "./toSandboxPort.ts";
import { toSandboxPort } from "./toSandboxPort.ts";

/** Backups that are kept; older ones are deleted. */
const KEPT = 5;
/** A backup that fails in passing is tried this often, with pauses in ms. */
const TRIES = 3;
const PAUSE_MS = 1_000;

const STATE_KEY = "opencode:session-state";
const BACKUPS_KEY = "opencode:backups";
const WORKSPACE_KEY = "opencode:workspace";

export type BackupResult =
  | { readonly ok: true; readonly backup: SandboxBackup }
  | { readonly ok: false; readonly error: WireError };

export type RestoreResult = {
  /** The disk was a new one, and a backup was put on it. */
  readonly fsRestored: boolean;
  /** What the session kept of itself. */
  readonly sessionState: OpenCodeSessionState | null;
  /** Why no backup could be put back, though there are some. */
  readonly error?: WireError;
};

const latest = new WeakMap<SessionStorage, Promise<unknown>>();

/**
 * Makes a backup of workspace and agent, and keeps its handle, and `state`, in the storage. Two at once happen one after
 * the other. A failure is tried again, is returned and logged, and leaves the earlier backups as they are. Never rejects.
 */
export function backupSession(
  sandbox: AnySandbox,
  storage: SessionStorage,
  state?: OpenCodeSessionState,
): Promise<BackupResult> {
  const before = latest.get(storage) ?? Promise.resolve();
  const backup = before.then(() => makeBackup(toSandboxPort(sandbox), storage, state));
  latest.set(storage, backup);
  return backup;
}

/**
 * Puts the newest good backup on a disk that is another one than the storage knows, and says what the session kept of
 * itself. A disk that is still there is left as it is. Rejects with the sandbox's error where it can be tried again.
 */
export async function restoreSession(sandbox: AnySandbox, storage: SessionStorage): Promise<RestoreResult> {
  const port = toSandboxPort(sandbox);
  const sessionState = (await read<OpenCodeSessionState>(storage, STATE_KEY)) ?? null;
  const { id } = await port.openWorkspace();
  const known = await storage.get<string>(WORKSPACE_KEY);
  if (id === known) return { fsRestored: false, sessionState };
  const { isRestored, error } = known === undefined ? NOTHING : await restoreNewest(port, storage);
  await storage.put(WORKSPACE_KEY, id);
  return { fsRestored: isRestored, sessionState, ...(isRestored || error === undefined ? {} : { error }) };
}

/** Keeps what a session is at, without a backup. A failure is logged. */
export async function updateSessionState(storage: SessionStorage, state: OpenCodeSessionState): Promise<void> {
  try {
    await storage.put(STATE_KEY, JSON.stringify(state));
  } catch (error) {
    console.error("The state of a session could not be kept:", error);
  }
}

/** Backups that can be restored, the newest first. */
export async function listBackups(storage: SessionStorage): Promise<readonly SandboxBackup[]> {
  return (await read<readonly SandboxBackup[]>(storage, BACKUPS_KEY)) ?? [];
}

async function makeBackup(
  port: SandboxPort,
  storage: SessionStorage,
  state: OpenCodeSessionState | undefined,
): Promise<BackupResult> {
  try {
    const { id } = await port.openWorkspace();
    const known = await storage.get<string>(WORKSPACE_KEY);
    if (known !== undefined && known !== id) {
      const message = "The sandbox has lost its disk: start the session again, which restores the last backup.";
      throw new OpenCodeKitError("sandbox_lost", message);
    }
    const backup = await persistently(() => port.createBackup());
    const backups = [backup, ...(await listBackups(storage))];
    await storage.put(BACKUPS_KEY, JSON.stringify(backups.slice(0, KEPT)));
    await storage.put(WORKSPACE_KEY, id);
    if (state !== undefined) await updateSessionState(storage, state);
    for (const old of backups.slice(KEPT)) {
      await port.deleteBackup(old).catch((error: unknown) => console.error("An old backup stays:", error));
    }
    return { ok: true, backup };
  } catch (error) {
    console.error("A backup failed; the earlier ones are kept:", error);
    return { ok: false, error: toWireError(error) };
  }
}

type Restored = { readonly isRestored: boolean; readonly error?: WireError };
const NOTHING: Restored = { isRestored: false };

async function restoreNewest(port: SandboxPort, storage: SessionStorage): Promise<Restored> {
  let first: WireError | undefined;
  for (const backup of await listBackups(storage)) {
    try {
      await port.restoreBackup(backup);
      return { isRestored: true };
    } catch (error) {
      if (isPassing(error)) throw error;
      console.error(`The backup ${backup.id} cannot be restored; the one before it is tried:`, error);
      first ??= toWireError(error);
    }
  }
  return { isRestored: false, ...(first === undefined ? {} : { error: first }) };
}

async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof OpenCodeKitError && error.retryable;
}

/** What is kept is JSON text; what does not read as such is as good as not there. */
async function read<T>(storage: SessionStorage, key: string): Promise<T | undefined> {
  const text = await storage.get<string>(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
