import type { RoomBackup, WireError } from "@opencode-kit/client/protocol";
import { OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import { SessionBackups } from "./SessionBackups.ts";
import type { OpenCodeSessionState, SessionStorage } from "./SessionStorage.ts";
import type { AnySandbox } from "./toSandboxPort.ts";
import { toSandboxPort } from "./toSandboxPort.ts";

/** A backup that fails in passing is tried this often, with pauses in ms. */
const TRIES = 3;
const PAUSE_MS = 1_000;

const STATE_KEY = "opencode:session-state";

export type BackupResult =
  | { readonly ok: true; readonly backup: RoomBackup }
  | { readonly ok: false; readonly error: WireError };

export type RestoreResult = {
  /** The disk was a new one, and a backup was put on it. */
  readonly fsRestored: boolean;
  /** What the session kept of itself. */
  readonly sessionState: OpenCodeSessionState | null;
  /** Why the disk is empty, where it is another one than before and no backup could be put on it. */
  readonly error?: WireError;
};

/** What is done with the backups of a storage happens one after the other. */
const work = new WeakMap<SessionStorage, Promise<unknown>>();

/**
 * Makes a backup of workspace and agent, and keeps its handle, and `state`, in the storage, which has the newest five. A
 * failure is tried again, is returned and logged, and leaves the earlier backups as they are. Never rejects.
 */
export function backupSession(
  sandbox: AnySandbox,
  storage: SessionStorage,
  state?: OpenCodeSessionState,
): Promise<BackupResult> {
  return inTurn(storage, async (): Promise<BackupResult> => {
    try {
      const kept = await SessionBackups.load(toSandboxPort(sandbox), storage);
      const backup = await persistently(() => kept.backups.create());
      await kept.save();
      if (state !== undefined) await updateSessionState(storage, state);
      return { ok: true, backup };
    } catch (error) {
      return { ok: false, error: toWireError(error) };
    }
  });
}

/**
 * Puts the newest good backup on a disk that is another one than the storage knows, and says what the session kept of
 * itself. A disk that is still there is left as it is. Rejects with the sandbox's error where it can be tried again.
 */
export function restoreSession(sandbox: AnySandbox, storage: SessionStorage): Promise<RestoreResult> {
  return inTurn(storage, async (): Promise<RestoreResult> => {
    const kept = await SessionBackups.load(toSandboxPort(sandbox), storage);
    try {
      await kept.keeper.open();
    } finally {
      await kept.save();
    }
    const { status, error } = kept.told ?? {};
    const sessionState = await readState(storage);
    const why = status === "lost" && error !== undefined ? { error } : {};
    return { fsRestored: status === "restored", sessionState, ...why };
  });
}

/** Keeps what a session is at, without a backup. A failure is logged. */
export async function updateSessionState(storage: SessionStorage, state: OpenCodeSessionState): Promise<void> {
  try {
    await storage.put(STATE_KEY, JSON.stringify(state));
  } catch (error) {
    console.error("The state of a session could not be kept:", error);
  }
}

/** What does not read as such is as good as not there. */
async function readState(storage: SessionStorage): Promise<OpenCodeSessionState | null> {
  const text = await storage.get<string>(STATE_KEY);
  try {
    return text === undefined ? null : (JSON.parse(text) as OpenCodeSessionState);
  } catch {
    return null;
  }
}

function inTurn<T>(storage: SessionStorage, task: () => Promise<T>): Promise<T> {
  const done = (work.get(storage) ?? Promise.resolve()).then(task);
  work.set(
    storage,
    done.catch(() => undefined),
  );
  return done;
}

/** A lost disk comes back by a restore, not by another try. */
async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const isPassing = error instanceof OpenCodeKitError && error.retryable && error.code !== "sandbox_lost";
      if (!isPassing || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
    }
  }
}
