import type { FilesEvent } from "@opencode-kit/client/protocol";
import type { FilesState } from "@opencode-kit/client/state";
import { findFile, INITIAL_FILES_STATE, reduceFiles } from "@opencode-kit/client/state";
import { FilesFeed } from "../files/FilesFeed.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { AnySandbox } from "./toSandboxPort.ts";
import { toSandboxPort } from "./toSandboxPort.ts";

/** What a file-watch callback gets, as JSON. A rename is a `delete` and a `create`. */
export type FileChangeMessage = {
  readonly type: "file-change";
  readonly eventType: "create" | "modify" | "delete";
  /** Absolute, in the sandbox. */
  readonly path: string;
  readonly isDirectory: boolean;
};

/** Takes a {@link FileChangeMessage} as a JSON string. */
export type FileChangeCallback = (message: string) => void;

/**
 * Watches a sandbox's workspace: what the agent's own tools write, and what its commands do. It stands a lost sandbox
 * and dropped events: then the files are listed, and what differs is told. Ignored files are left out.
 */
export class FileWatcher {
  #feed: FilesFeed | undefined;

  get isRunning(): boolean {
    return this.#feed !== undefined;
  }

  /** Starts to watch; what is there already is not told. Does nothing while it runs. */
  start(sandbox: AnySandbox, callback: FileChangeCallback): void {
    if (this.#feed !== undefined) return;
    const port = toSandboxPort(sandbox);
    const feed: FilesFeed = (this.#feed = new FilesFeed(
      port,
      this.#tellChanges(port, callback, () => this.#feed === feed),
    ));
    feed.start();
  }

  /** Stops at once. Also while it does not run. */
  stop(): void {
    this.#feed?.stop();
    this.#feed = undefined;
  }

  #tellChanges(
    port: SandboxPort,
    callback: FileChangeCallback,
    isWanted: () => boolean,
  ): { state(): FilesState; append(events: readonly FilesEvent[]): void } {
    let state: FilesState | undefined;
    let directory: Promise<string> | undefined;
    const tell = async (messages: readonly Omit<FileChangeMessage, "type">[]): Promise<void> => {
      const root = await (directory ??= port.openWorkspace().then((workspace) => workspace.directory));
      for (const { eventType, path, isDirectory } of messages) {
        if (!isWanted()) return;
        callback(JSON.stringify({ type: "file-change", eventType, path: `${root}/${path}`, isDirectory }));
      }
    };
    return {
      state: () => state ?? INITIAL_FILES_STATE,
      append: (events) => {
        const isFirst = state === undefined;
        let now = state ?? INITIAL_FILES_STATE;
        const messages = [];
        for (const event of events) {
          const message = toMessage(now, event);
          if (message !== undefined) messages.push(message);
          now = reduceFiles(now, event);
        }
        state = now;
        // The first listing is what was there before.
        if (!isFirst) void tell(messages);
      },
    };
  }
}

function toMessage(state: FilesState, event: FilesEvent): Omit<FileChangeMessage, "type"> | undefined {
  switch (event.type) {
    case "file.set": {
      const { path, kind } = event.entry;
      const eventType = findFile(state, path) === undefined ? "create" : "modify";
      return { eventType, path, isDirectory: kind === "directory" };
    }
    case "file.remove": {
      const known = findFile(state, event.path);
      return known && { eventType: "delete", path: event.path, isDirectory: known.kind === "directory" };
    }
    default:
      return undefined;
  }
}
