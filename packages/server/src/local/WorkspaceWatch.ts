import { existsSync, lstatSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { FSWatcher } from "chokidar";
import { watch } from "chokidar";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { IgnoreRules } from "../sandbox/ignoreRules.ts";
import { createIgnoreRules } from "../sandbox/ignoreRules.ts";
import type { WorkspaceChange } from "../sandbox/SandboxPort.ts";
import { readIgnoreFile } from "./readIgnoreFile.ts";
import { describeFile } from "./workspaceFiles.ts";

/** Changes of this long are one batch, in ms. */
const BATCH_MS = 75;
/** A batch of more changes is replaced by an empty one: reading a listing is cheaper by then. */
const MAX_BATCH = 1000;

export type WorkspaceWatchHandlers = {
  /**
   * A batch of changes. An empty one says that a listing read from now on misses nothing: the first one, and each one
   * after changes were dropped.
   */
  onChanges(changes: readonly WorkspaceChange[]): void;
  /** The watch has failed and reports no more. */
  onError(error: OpenCodeKitError): void;
};

/** Watches what `listWorkspace` would name, until it is closed. */
export class WorkspaceWatch {
  readonly #directory: string;
  readonly #handlers: WorkspaceWatchHandlers;
  readonly #touched = new Set<string>();
  /** What the last batch removed: the watcher tells of a folder and of what it held one after another. */
  #removed: ReadonlySet<string> = new Set();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #work = Promise.resolve();
  #isClosed = false;

  constructor(directory: string, handlers: WorkspaceWatchHandlers) {
    this.#directory = directory;
    this.#handlers = handlers;
    this.#start();
  }

  /** Looks away until `restart`: for a moment there is no workspace. */
  pause(): void {
    void this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** Begins anew, as where the workspace was replaced or other files are ignored. An empty batch says when it stands. */
  restart(): void {
    if (this.#isClosed) return;
    void this.#watcher?.close();
    this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  #start(): void {
    this.#touched.clear();
    this.#removed = new Set();
    const rules = createIgnoreRules();
    const watcher = watch(this.#directory, {
      ignored: (path, stats) => {
        const name = relative(this.#directory, path).split(sep).join("/");
        readRulesOf(this.#directory, name, rules);
        return rules.isIgnored(name, stats?.isDirectory() ?? false);
      },
      ignoreInitial: true,
      ignorePermissionErrors: true,
      followSymlinks: false,
    });
    this.#watcher = watcher;
    const isOver = (): boolean => this.#isClosed || this.#watcher !== watcher;
    watcher.on("all", (_event, path) => {
      if (isOver()) return;
      if (path === "" || path === this.#directory) this.#expectDirectory();
      else this.#touch(path);
    });
    watcher.once("ready", () => {
      if (isOver()) return;
      this.#expectDirectory();
      if (!isOver()) this.#handlers.onChanges([]);
    });
    watcher.on("error", (error) => {
      if (!isOver()) this.#fail(toWatchError(error));
    });
  }

  #touch(path: string): void {
    this.#touched.add(path);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work = this.#work.then(() => this.#flush());
    }, BATCH_MS);
  }

  /** What an event says may be stale by the time of the batch: only what is on disk then is reported. */
  async #flush(): Promise<void> {
    const paths = [...this.#touched];
    this.#touched.clear();
    if (this.#watcher === undefined) return;
    if (paths.some((path) => basename(path) === ".gitignore")) return this.restart();
    this.#expectDirectory();
    if (paths.length > MAX_BATCH) this.#removed = new Set();
    const changes = paths.length > MAX_BATCH ? [] : await this.#describe(paths);
    if (!this.#isClosed && this.#watcher !== undefined && changes !== undefined) this.#handlers.onChanges(changes);
  }

  /** Undefined where all of it was told before. */
  async #describe(paths: readonly string[]): Promise<readonly WorkspaceChange[] | undefined> {
    const removed = new Set<string>();
    const changes: WorkspaceChange[] = [];
    const entries = await Promise.all(paths.map((path) => describeFile(this.#directory, path)));
    for (const [at, entry] of entries.entries()) {
      if (entry !== undefined) changes.push({ type: "set", entry });
      else removed.add(highestMissing(this.#directory, paths[at] ?? ""));
    }
    for (const path of removed) {
      if (this.#removed.has(path)) continue;
      changes.push({ type: "remove", path: relative(this.#directory, path).split(sep).join("/") });
    }
    this.#removed = removed;
    return changes.length === 0 ? undefined : changes;
  }

  #expectDirectory(): void {
    if (this.#isClosed || this.#watcher === undefined || existsSync(this.#directory)) return;
    const message = "The folder of the workspace is gone: open the workspace again.";
    this.#fail(new OpenCodeKitError("sandbox_lost", message, { retryable: true }));
  }

  #fail(error: OpenCodeKitError): void {
    void this.close();
    this.#handlers.onError(error);
  }
}

/** The rules of all folders above a path, each read once, when the watcher first comes there. */
function readRulesOf(directory: string, path: string, rules: IgnoreRules): void {
  const names = path.split("/");
  for (let depth = 0; depth < names.length; depth += 1) {
    const folder = names.slice(0, depth).join("/");
    if (rules.isIgnored(folder, true)) return;
    if (!rules.knows(folder)) rules.set(folder, readIgnoreFile(join(directory, folder)));
  }
}

/** A folder that is gone stands for all that it held. */
function highestMissing(directory: string, path: string): string {
  let highest = path;
  for (let parent = dirname(path); parent.length > directory.length; parent = dirname(parent)) {
    if (lstatSync(parent, { throwIfNoEntry: false }) === undefined) highest = parent;
  }
  return highest;
}

function toWatchError(error: unknown): OpenCodeKitError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isLimit = code === "ENOSPC" || code === "EMFILE";
  const message = isLimit
    ? "The workspace cannot be watched: the system's limit of watched files is reached; raise fs.inotify.max_user_watches."
    : "The workspace can no longer be watched: watch it again.";
  return new OpenCodeKitError("sandbox_unavailable", message, { cause: error, retryable: true });
}
