import type { BackupState } from "@opencode-kit/client/protocol";
import type { ValueStore } from "@opencode-kit/client/room";
import { RoomBackups } from "../backups/RoomBackups.ts";
import { WorkspaceKeeper } from "../backups/WorkspaceKeeper.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { BackupStore, StoredBackup } from "../storage/BackupStore.ts";
import type { SessionStorage } from "./SessionStorage.ts";

const KEY = "opencode:backups";

/** What is kept under the key, as JSON. */
type Kept = { readonly backups: readonly StoredBackup[]; readonly values: Readonly<Record<string, unknown>> };

/** A room's backups over a storage that answers later: read whole before they are used, written whole after it. */
export class SessionBackups {
  readonly backups: RoomBackups;
  readonly keeper: WorkspaceKeeper;
  /** What was told last of a backup. */
  told: Omit<BackupState, "at"> | undefined;
  readonly #storage: SessionStorage;
  #kept: Kept;

  private constructor(port: SandboxPort, storage: SessionStorage, kept: Kept) {
    this.#storage = storage;
    this.#kept = kept;
    const stores = { port, backups: this.#backupStore(), values: this.#valueStore() };
    const tell = (state: Omit<BackupState, "at">): void => void (this.told = state);
    const onProblem = (message: string, error: unknown): void => console.error(`${message}:`, error);
    this.keeper = new WorkspaceKeeper({
      ...stores,
      tell,
      onProblem,
      sandbox: () => ({ status: "idle" }),
      setSandbox: () => undefined,
      onReplaced: () => undefined,
    });
    this.backups = new RoomBackups({
      ...stores,
      tell,
      onProblem,
      keeper: this.keeper,
      policy: false,
      state: () => undefined,
      isRunActive: () => false,
      onPending: () => undefined,
    });
  }

  static async load(port: SandboxPort, storage: SessionStorage): Promise<SessionBackups> {
    return new SessionBackups(port, storage, await readKept(storage));
  }

  async save(): Promise<void> {
    await this.#storage.put(KEY, JSON.stringify(this.#kept));
  }

  #backupStore(): BackupStore {
    const set = (backups: readonly StoredBackup[]): void => void (this.#kept = { ...this.#kept, backups });
    const without = (id: string): readonly StoredBackup[] => this.#kept.backups.filter((each) => each.id !== id);
    return {
      add: (backup) => set([backup, ...without(backup.id)]),
      get: (id) => this.#kept.backups.find((each) => each.id === id),
      list: () => this.#kept.backups,
      remove: (id) => set(without(id)),
    };
  }

  #valueStore(): ValueStore {
    const set = (values: Kept["values"]): void => void (this.#kept = { ...this.#kept, values });
    return {
      get: (key) => this.#kept.values[key],
      set: (key, value) => set({ ...this.#kept.values, [key]: value }),
      remove: (key) => {
        const { [key]: _, ...rest } = this.#kept.values;
        set(rest);
      },
    };
  }
}

/** The backups that a storage knows, the newest first. */
export async function listBackups(storage: SessionStorage): Promise<readonly StoredBackup[]> {
  return (await readKept(storage)).backups;
}

/** What does not read as what was kept is as good as not there. */
async function readKept(storage: SessionStorage): Promise<Kept> {
  const text = await storage.get<string>(KEY);
  try {
    const { backups = [], values = {} } = JSON.parse(text ?? "{}") as Partial<Kept>;
    return { backups, values };
  } catch {
    return { backups: [], values: {} };
  }
}
