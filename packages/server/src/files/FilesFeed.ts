import type { FilesEvent } from "@opencode-kit/client/protocol";
import type { FilesState } from "@opencode-kit/client/state";
import { listingEvents } from "@opencode-kit/client/state";
import type { WorkspaceChange, SandboxPort } from "../sandbox/SandboxPort.ts";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
/** Changes within this time are told together, each path once, in ms. */
const COLLECT_MS = 50;

export type FilesFeedHost = {
  state(): FilesState;
  /** What has changed; nothing where a listing is as the state. */
  append(events: readonly FilesEvent[]): void;
};

/**
 * Follows the workspace's files: a listing, then its changes. Watchers drop under load and miss what happens before
 * they stand, so the listing is read again when the watcher stands, and whenever it had to be opened anew.
 */
export class FilesFeed {
  readonly #port: SandboxPort;
  readonly #host: FilesFeedHost;
  #stopped: AbortController | undefined;
  /** What is to be told, by kind and path: of a storm on one file only its last change counts. */
  readonly #waiting = new Map<string, FilesEvent>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(port: SandboxPort, host: FilesFeedHost) {
    this.#port = port;
    this.#host = host;
  }

  start(): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = new AbortController();
    void this.#follow(this.#stopped.signal);
  }

  stop(): void {
    this.#stopped?.abort();
    this.#stopped = undefined;
    this.#flush();
  }

  /** Another workspace has taken the place of the one that is followed. */
  restart(): void {
    if (this.#stopped === undefined) return;
    this.stop();
    this.start();
  }

  /** Compares the state with a fresh listing. */
  async reconcile(): Promise<void> {
    const listing = await this.#port.listFiles();
    this.#flush();
    this.#host.append(listingEvents(this.#host.state(), listing));
  }

  #collect(changes: readonly WorkspaceChange[]): void {
    for (const event of changes.map(toEvent)) {
      const key = event.type === "file.remove" ? `- ${event.path}` : `+ ${event.entry.path}`;
      // In the order of the last ones: a folder that was removed and made anew has none of its old files.
      this.#waiting.delete(key);
      this.#waiting.set(key, event);
    }
    this.#timer ??= setTimeout(() => this.#flush(), COLLECT_MS);
  }

  #flush(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = [...this.#waiting.values()];
    this.#waiting.clear();
    if (events.length > 0) this.#host.append(events);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        for await (const changes of this.#port.watchFiles(signal)) {
          // The first batch says that the watcher stands.
          if (signal.aborted) return;
          if (changes.length === 0) await this.reconcile();
          else this.#collect(changes);
          retryMs = FIRST_RETRY_MS;
        }
      } catch {
        // A lost sandbox is reported by the agent's link; here it is only tried again.
      }
      if (signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
}

function toEvent(change: WorkspaceChange): Exclude<FilesEvent, { readonly type: "files.truncated" }> {
  return change.type === "set" ? { type: "file.set", entry: change.entry } : { type: "file.remove", path: change.path };
}
