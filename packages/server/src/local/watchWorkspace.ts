import { join } from "node:path";
import { watch } from "chokidar";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { WorkspaceChange } from "../sandbox/SandboxPort.ts";
import { describeFile, isIgnored } from "./workspaceFiles.ts";

/** Changes of this long are one batch, in ms. */
const BATCH_MS = 75;

export type WorkspaceWatch = {
  /** The first batch is empty: the watch stands, and a listing read from now on misses nothing. */
  onChanges(changes: readonly WorkspaceChange[]): void;
  /** The watch has failed and reports no more. */
  onError(error: OpenCodeKitError): void;
};

/** Watches a workspace until the returned function is called. */
export function watchWorkspace(directory: string, { onChanges, onError }: WorkspaceWatch): () => Promise<void> {
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let flushing = Promise.resolve();
  let isClosed = false;

  const watcher = watch(directory, {
    ignored: (path) => isIgnored(directory, path),
    ignoreInitial: true,
    ignorePermissionErrors: true,
    followSymlinks: false,
  });

  // What an event says may be stale by the time of the batch: only what is on disk then is reported.
  const flush = async (): Promise<void> => {
    const paths = [...touched];
    touched.clear();
    const changes = await Promise.all(paths.map((path) => toChange(directory, path)));
    if (!isClosed && changes.length > 0) onChanges(changes);
  };

  watcher.on("all", (_event, path) => {
    if (path === directory || path === "") return;
    touched.add(path);
    timer ??= setTimeout(() => {
      timer = undefined;
      flushing = flushing.then(flush);
    }, BATCH_MS);
  });
  watcher.once("ready", () => {
    if (!isClosed) onChanges([]);
  });
  watcher.on("error", (error) => {
    if (isClosed) return;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const isLimit = code === "ENOSPC" || code === "EMFILE";
    const message = isLimit
      ? "The workspace cannot be watched: the system's limit of watched files is reached; raise fs.inotify.max_user_watches."
      : "The workspace can no longer be watched.";
    onError(new OpenCodeKitError("sandbox_unavailable", message, { cause: error, retryable: true }));
  });

  return async () => {
    isClosed = true;
    clearTimeout(timer);
    await watcher.close();
  };
}

async function toChange(directory: string, path: string): Promise<WorkspaceChange> {
  const entry = await describeFile(directory, path);
  if (entry !== undefined) return { type: "set", entry };
  return {
    type: "remove",
    path: path
      .slice(join(directory, "x").length - 1)
      .split("\\")
      .join("/"),
  };
}
