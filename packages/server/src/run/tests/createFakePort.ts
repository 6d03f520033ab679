import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { FileEntry } from "@opencode-kit/client/protocol";
import type { SandboxBackup, SandboxPort, WorkspaceChange } from "../../sandbox/SandboxPort.ts";

/** A sandbox without an agent, whose disk and watch a test has in its hand. */
export type FakePort = {
  readonly port: SandboxPort;
  /** Verbs that were called, with the backup's id where there is one. */
  readonly calls: readonly string[];
  /** Most backups that were made at the same time. */
  atOnce(): number;
  /** Another, empty disk is in the place of the one that was. */
  losesDisk(): void;
  /** The next backups and restores fail with these errors, one after the other. */
  fails(
    verb: "createBackup" | "restoreBackup" | "deleteBackup" | "openWorkspace",
    ...errors: readonly OpenCodeKitError[]
  ): void;
  holds(...entries: readonly FileEntry[]): void;
  changes(...changes: readonly WorkspaceChange[]): void;
  /** The watch ends, as with a sandbox that is lost; the next attempt stands. */
  dropsWatch(): void;
};

export function createFakePort(): FakePort {
  const calls: string[] = [];
  const failures = new Map<string, OpenCodeKitError[]>();
  let disk = 1;
  let backups = 0;
  let running = 0;
  let most = 0;
  let entries: readonly FileEntry[] = [];
  let watch: { readonly queue: (readonly WorkspaceChange[] | null)[]; wake: () => void } | undefined;

  const call = (verb: string, id = ""): void => {
    calls.push(`${verb} ${id}`.trim());
    const error = failures.get(verb)?.shift();
    if (error !== undefined) throw error;
  };
  const unused = (): never => {
    throw new OpenCodeKitError("internal", "The fake does not do this.");
  };
  const send = (batch: readonly WorkspaceChange[] | null): void => {
    watch?.queue.push(batch);
    watch?.wake();
  };

  const port: SandboxPort = {
    isDurable: false,
    openAgent: async () => unused(),
    openWorkspace: async () => {
      call("openWorkspace");
      return { id: `disk-${disk}`, directory: "/workspace" };
    },
    listFiles: async () => ({ entries, truncated: false }),
    listFolder: async () => unused(),
    statFile: async () => unused(),
    readFile: async () => unused(),
    watchFiles: async function* (signal) {
      const own = { queue: [[]] as (readonly WorkspaceChange[] | null)[], wake: () => {} };
      watch = own;
      signal.addEventListener("abort", () => own.wake());
      while (!signal.aborted) {
        const batch = own.queue.shift();
        if (batch === null) throw new OpenCodeKitError("sandbox_lost", "The sandbox is gone.", { retryable: true });
        if (batch !== undefined) yield batch;
        else await new Promise<void>((resolve) => (own.wake = resolve));
      }
    },
    createBackup: async (): Promise<SandboxBackup> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      call("createBackup");
      backups++;
      return { id: `b${backups}`, createdAt: backups, handle: { of: disk } };
    },
    restoreBackup: async ({ id }) => call("restoreBackup", id),
    deleteBackup: async ({ id }) => call("deleteBackup", id),
    listPorts: async () => [],
    exposePort: async () => unused(),
    unexposePort: async () => undefined,
    stop: async () => undefined,
    destroy: async () => undefined,
  };
  return {
    port,
    calls,
    atOnce: () => most,
    losesDisk: () => void disk++,
    fails: (verb, ...errors) => void failures.set(verb, [...errors]),
    holds: (...held) => void (entries = held),
    changes: (...changes) => send(changes),
    dropsWatch: () => send(null),
  };
}
