import type { BackupState, RoomBackup, WireError } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { ValueStore } from "@opencode-kit/client/room";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { BackupStore, StoredBackup } from "../storage/BackupStore.ts";
import type { BackupPolicy } from "./BackupPolicy.ts";
import { within } from "./within.ts";
import type { WorkspaceKeeper } from "./WorkspaceKeeper.ts";

const KEEP = 5;
const INTERVAL_MS = 5 * 60_000;
/** A backup that is not made within this time, in ms, has failed. */
const CREATE_MS = 10 * 60_000;
/** After a failure it is tried again after this time, which doubles, in ms; so many times in all. */
const FIRST_RETRY_MS = 10_000;
const MAX_TRIES = 6;
/** Set while what a run has done is in no backup. */
const DUE_KEY = "backup-due";
/** When the backup of the runs that go on was made last, or they began; in ms since the Unix epoch. */
const SINCE_KEY = "backup-since";

const CUT_OFF: WireError = {
  code: "backup_failed",
  message: "The room was restarted while it worked on a backup. It is tried again when it is needed.",
  retryable: true,
};

export type RoomBackupsHost = {
  readonly port: SandboxPort;
  /** False: only when a person asks. */
  readonly policy: BackupPolicy | false;
  readonly backups: BackupStore;
  readonly values: ValueStore;
  readonly keeper: WorkspaceKeeper;
  state(): BackupState | undefined;
  tell(backup: Omit<BackupState, "at">): void;
  isRunActive(): boolean;
  /** A backup is being made, or is to be: call `beat` from time to time. */
  onPending(): void;
  /** For the log. */
  onProblem(message: string, error: unknown): void;
};

/** Makes the room's backups: when a run ends, while one is long, and when a person asks. */
export class RoomBackups {
  readonly #host: RoomBackupsHost;
  #running: Promise<StoredBackup> | undefined;
  #next: Promise<StoredBackup> | undefined;
  /** What happened before the object woke up is not known. */
  #isChanged = true;
  #endedRuns = 0;
  #failures = 0;
  #retryAt = 0;

  constructor(host: RoomBackupsHost) {
    this.#host = host;
  }

  /** Whether `beat` has something to look after, beside the runs that are active. */
  get isPending(): boolean {
    return this.#running !== undefined || this.#isDue;
  }

  /** The object has woken up: what it was at when it was lost has come to nothing. */
  wake(): void {
    const { status, ...facts } = this.#host.state() ?? {};
    if (status === "running" || status === "restoring") this.#host.tell({ ...facts, status: "failed", error: CUT_OFF });
    if (this.#isDue) this.#host.onPending();
  }

  /** Something in the workspace or in the agent is new. */
  noteChange(): void {
    this.#isChanged = true;
  }

  /** Runs are active, more of them perhaps, or none is any more. */
  noteActivity(isActive: boolean): void {
    const { values } = this.#host;
    if (!isActive) values.remove(SINCE_KEY);
    else if (values.get(SINCE_KEY) === undefined) values.set(SINCE_KEY, Date.now());
  }

  /** A run has ended: what it has done is worth a backup, whatever it was. */
  onRunOver(): void {
    if (this.#host.policy === false) return;
    this.#endedRuns++;
    this.#host.values.set(DUE_KEY, true);
    this.#failures = 0;
    this.#createByItself();
  }

  beat(): void {
    const { policy, values, isRunActive } = this.#host;
    const now = Date.now();
    if (policy === false || this.#running !== undefined || now < this.#retryAt) return;
    const since = values.get(SINCE_KEY);
    const isLong = typeof since === "number" && now - since >= (policy.intervalMs ?? INTERVAL_MS);
    if (this.#isDue || (isRunActive() && this.#isChanged && isLong)) this.#createByItself();
  }

  /** The newest first. */
  list(): readonly RoomBackup[] {
    const backups = this.#host.backups.list().map(toRoomBackup);
    return backups.toSorted((a, b) => b.createdAt - a.createdAt);
  }

  /**
   * Makes a backup; those who ask while one is made share the next. Rejects with `backup_failed`, `disk_full`, or a code
   * of the sandbox's.
   */
  async create(): Promise<RoomBackup> {
    return toRoomBackup(await this.#create());
  }

  /** Rejects with `run_busy`, `backup_missing` or a code of the sandbox's. */
  async restore(id: string): Promise<RoomBackup> {
    const { backups, keeper, isRunActive } = this.#host;
    const check = (): void => {
      if (isRunActive()) throw new OpenCodeKitError("run_busy", "The agent works. Stop it, or wait for its end.");
    };
    check();
    const backup = backups.get(id);
    if (backup === undefined) {
      throw new OpenCodeKitError("backup_missing", "The room has no such backup. Choose one that is listed.");
    }
    await keeper.restore(backup, check);
    return toRoomBackup(backup);
  }

  get #isDue(): boolean {
    return this.#host.policy !== false && this.#host.values.get(DUE_KEY) === true;
  }

  #createByItself(): void {
    // Its failure is told in the room's state.
    this.#create().catch(() => undefined);
  }

  #create(): Promise<StoredBackup> {
    if (this.#running === undefined) return this.#start();
    // The one that is being made may lack what is new: one more is, for all who ask meanwhile.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  #start(): Promise<StoredBackup> {
    this.#running = this.#host.keeper.exclusively(() => this.#make()).finally(() => (this.#running = undefined));
    this.#host.onPending();
    return this.#running;
  }

  async #make(): Promise<StoredBackup> {
    const { backups, values, tell } = this.#host;
    const endedRuns = this.#endedRuns;
    tell({ status: "running" });
    this.#isChanged = false;
    try {
      const backup = await within(CREATE_MS, (signal) => this.#copy(signal), tooLate);
      backups.add(backup);
      if (values.get(SINCE_KEY) !== undefined) values.set(SINCE_KEY, Date.now());
      this.#settle(endedRuns);
      tell({ status: "done", id: backup.id });
      await this.#removeOld();
      return backup;
    } catch (error) {
      const known = toKnown(error);
      this.#isChanged = true;
      this.#onFailed(known);
      tell({ status: "failed", error: known.toWire() });
      this.#host.onProblem("A backup failed", error);
      throw known;
    }
  }

  /** A backup of a sandbox that was lost meanwhile has nothing in it, and must not displace the good ones. */
  async #copy(signal: AbortSignal): Promise<StoredBackup> {
    const { port, keeper } = this.#host;
    if (!(await keeper.isSame())) throw lost();
    const backup = await port.createBackup(signal);
    if (await keeper.isSame()) return backup;
    await port.deleteBackup(backup).catch(() => undefined);
    throw lost();
  }

  #onFailed({ retryable, code }: OpenCodeKitError): void {
    this.#failures++;
    if (retryable && code !== "sandbox_lost" && this.#failures < MAX_TRIES) {
      this.#retryAt = Date.now() + FIRST_RETRY_MS * 2 ** (this.#failures - 1);
      return;
    }
    // Tried again with the end of the next run, or when one is long.
    if (this.#host.values.get(SINCE_KEY) !== undefined) this.#host.values.set(SINCE_KEY, Date.now());
    this.#settle(this.#endedRuns);
  }

  #settle(endedRuns: number): void {
    this.#failures = 0;
    this.#retryAt = 0;
    if (endedRuns === this.#endedRuns) this.#host.values.remove(DUE_KEY);
  }

  async #removeOld(): Promise<void> {
    const { port, policy, backups, onProblem } = this.#host;
    const keep = Math.max(1, (policy === false ? undefined : policy.keep) ?? KEEP);
    for (const old of backups.list().slice(keep)) {
      try {
        await port.deleteBackup(old);
        backups.remove(old.id);
      } catch (error) {
        // It is still listed, and goes with the next one.
        onProblem(`The old backup ${old.id} could not be deleted`, error);
      }
    }
  }
}

function toRoomBackup({ handle: _, ...backup }: StoredBackup): RoomBackup {
  return backup;
}

function toKnown(error: unknown): OpenCodeKitError {
  if (error instanceof OpenCodeKitError) return error;
  const message = "The sandbox could not be copied. It is tried again in a moment.";
  return new OpenCodeKitError("backup_failed", message, { cause: error, retryable: true });
}

function lost(): OpenCodeKitError {
  const message = "The sandbox was lost before it was copied. Its last backup is restored with the next prompt.";
  return new OpenCodeKitError("sandbox_lost", message, { retryable: true });
}

function tooLate(): OpenCodeKitError {
  return new OpenCodeKitError("backup_failed", "The backup was not made within 10 minutes.", { retryable: true });
}
