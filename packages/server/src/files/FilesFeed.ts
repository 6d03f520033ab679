import type { FilesEvent } from "@opencode-kit/client/protocol";
import type { FilesState } from "@opencode-kit/client/state";
import { listingEvents } from "@opencode-kit/client/state";
import type { WorkspaceChange, SandboxPort } from "../sandbox/SandboxPort.ts";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

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
  }

  /** Compares the state with a fresh listing. */
  async reconcile(): Promise<void> {
    const listing = await this.#port.listFiles();
    this.#host.append(listingEvents(this.#host.state(), listing));
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        for await (const changes of this.#port.watchFiles(signal)) {
          // The first batch says that the watcher stands.
          if (changes.length === 0) await this.reconcile();
          else this.#host.append(changes.map(toEvent));
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

function toEvent(change: WorkspaceChange): FilesEvent {
  return change.type === "set" ? { type: "file.set", entry: change.entry } : { type: "file.remove", path: change.path };
}
