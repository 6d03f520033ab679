import type { JsonObject } from "@opencode-kit/client/protocol";
import { isObject, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { SandboxBackup } from "../sandbox/SandboxPort.ts";
import { RESTORE_FOLDERS, SNAPSHOT_HOME } from "./backupScripts.ts";
import type { Shell } from "./createShell.ts";
import type { SandboxSdk } from "./SandboxSdk.ts";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";
import { withDeadline } from "./withDeadline.ts";

const BACKUP_MS = 30 * 60_000;
/** Where the SDK puts a backup in the bucket. */
const OBJECTS = ["data.sqsh", "meta.json"] as const;

/** The part of an R2 bucket that backups need. */
export type BackupBucket = {
  head(key: string): Promise<{ readonly size: number } | null>;
  delete(keys: string[]): Promise<void>;
};

export type BackupOptions = {
  /** Seconds that a backup can be restored for. Default: 604,800 (7 days). */
  readonly ttl?: number;
  /** Patterns of `mksquashfs` that name what of the workspace is left out. Default: none. */
  readonly excludes?: readonly string[];
  /** True in development: the Sandbox object writes to the binding itself, without R2 keys. Default: false. */
  readonly localBucket?: boolean;
  /** The binding `BACKUP_BUCKET`. Without it a backup has no size, and is deleted by the bucket's lifecycle rule only. */
  readonly bucket?: BackupBucket;
};

type Handle = { readonly id: string; readonly dir: string; readonly localBucket?: boolean };

export type Backups = {
  createBackup(signal?: AbortSignal): Promise<SandboxBackup>;
  restoreBackup(backup: SandboxBackup): Promise<void>;
  deleteBackup(backup: SandboxBackup): Promise<void>;
};

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const TTL_S = 7 * 24 * 3600;

/** The workspace and the agent's home, as two backups of the SDK: both are needed to continue a session. */
export function createBackups(
  sdk: Pick<SandboxSdk, "createBackup" | "restoreBackup">,
  shell: Shell,
  { directory, home }: { readonly directory: string; readonly home: string },
  { ttl = TTL_S, excludes = [], localBucket = false, bucket }: BackupOptions = {},
): Backups {
  const state = `${home}.kit`;
  const snapshot = `${state}/snapshot`;

  const backUp = async (dir: string, left: readonly string[], signal?: AbortSignal): Promise<Handle> => {
    const options = { dir, ttl, excludes: [...left], name: "opencode-kit", ...(localBucket ? { localBucket } : {}) };
    try {
      return await withDeadline(sdk.createBackup(options), BACKUP_MS, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw toSandboxError(error, "backup_failed");
    }
  };
  const run = async (script: string, args: readonly string[], signal?: AbortSignal): Promise<void> => {
    try {
      await shell.run(script, args, { timeoutMs: BACKUP_MS, signal });
    } catch (error) {
      const isVague = error instanceof OpenCodeKitError && error.code === "sandbox_unavailable";
      throw isVague ? sandboxError("backup_failed", error) : error;
    }
  };
  const sizeOf = async ({ id }: Handle): Promise<number> => (await bucket?.head(keyOf(id, OBJECTS[0])))?.size ?? 0;
  const remove = async ({ id }: Handle): Promise<void> => bucket?.delete(OBJECTS.map((name) => keyOf(id, name)));

  const fetchTo = async (backup: Handle, dir: string): Promise<void> => {
    try {
      await withDeadline(sdk.restoreBackup({ ...backup, dir }), BACKUP_MS);
    } catch (error) {
      throw toSandboxError(error, "backup_failed");
    }
  };

  return {
    createBackup: async (signal) => {
      // The home first: it may be older than the workspace, but no session in it speaks of files that are not there.
      await run(SNAPSHOT_HOME, [home, directory], signal);
      const agent = await backUp(snapshot, [], signal);
      let workspace: Handle;
      try {
        workspace = await backUp(directory, excludes, signal);
      } catch (error) {
        await remove(agent).catch(() => undefined);
        throw error;
      }
      const size = bucket === undefined ? undefined : (await sizeOf(agent)) + (await sizeOf(workspace));
      const handle = { workspace: toJson(workspace), agent: toJson(agent) };
      return { id: workspace.id, createdAt: Date.now(), handle, ...(size === undefined ? {} : { size }) };
    },
    restoreBackup: async ({ handle }) => {
      const [workspace, agent] = [toHandle(handle["workspace"]), toHandle(handle["agent"])];
      if (workspace === undefined || agent === undefined) throw sandboxError("backup_missing");
      // Both are here before anything is taken away.
      const [newWorkspace, newHome] = [`${state}/restored/workspace`, `${state}/restored/home`];
      await run('mkdir -p -- "$1" "$2"', [newWorkspace, newHome]);
      try {
        await fetchTo(workspace, newWorkspace);
        await fetchTo(agent, newHome);
        await run(RESTORE_FOLDERS, [home, directory]);
      } finally {
        await shell.run(DROP_RESTORED, [state]).catch(() => undefined);
      }
    },
    deleteBackup: async ({ handle }) => {
      for (const each of [toHandle(handle["workspace"]), toHandle(handle["agent"])]) {
        if (each !== undefined) await remove(each);
      }
    },
  };
}

/** In production a restored backup is a mount. */
const DROP_RESTORED = `
for each in "$1/restored/workspace" "$1/restored/home"; do
  ! mountpoint -q -- "$each" 2>/dev/null || fusermount3 -uz "$each" 2>/dev/null || umount -l -- "$each" || :
done
rm -rf -- "$1/restored"
`;

function keyOf(id: string, name: string): string {
  return `backups/${id}/${name}`;
}

function toJson({ id, dir, localBucket }: Handle): JsonObject {
  return localBucket === undefined ? { id, dir } : { id, dir, localBucket };
}

function toHandle(value: unknown): Handle | undefined {
  if (!isObject(value)) return undefined;
  const { id, dir, localBucket } = value;
  if (typeof id !== "string" || !ID.test(id) || typeof dir !== "string") return undefined;
  return { id, dir, ...(localBucket === true ? { localBucket } : {}) };
}
