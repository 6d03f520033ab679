import type { OpenCodeEvent } from "../opencode/index.ts";
import { isJsonObject, text } from "../opencode/index.ts";
import type { FileEntry, FilesEvent } from "../protocol/index.ts";
import type { AgentPort, AgentServer } from "../source/index.ts";
import type { FilesState } from "../state/index.ts";
import { listingEvents } from "../state/index.ts";

/** Entries of a listing; OpenCode lists one folder a request. */
const MAX_ENTRIES = 5_000;
const MAX_FOLDERS = 500;
/** Changes within this time are answered by one listing, in ms. */
const SETTLE_MS = 1_000;

export type DirectFilesHost = { state(): FilesState; append(events: readonly FilesEvent[]): void };

/**
 * The folder's files as OpenCode lists them. It tells of files that its own tools write and not of what commands make,
 * so the list is read anew after each tool as well.
 */
export class DirectFiles {
  readonly #port: AgentPort;
  readonly #host: DirectFilesHost;
  #isFollowed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;

  constructor(port: AgentPort, host: DirectFilesHost) {
    this.#port = port;
    this.#host = host;
  }

  start(): void {
    this.#isFollowed = true;
    this.#soon(0);
  }

  stop(): void {
    this.#isFollowed = false;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
  }

  onEvent({ type, properties }: OpenCodeEvent): void {
    if (!this.#isFollowed) return;
    const part = properties["part"];
    const isTool = type === "message.part.updated" && isJsonObject(part) && text(part, "type") === "tool";
    if (isTool || type === "file.edited" || type === "file.watcher.updated") this.#soon(SETTLE_MS);
  }

  #soon(ms: number): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), ms);
  }

  async #read(): Promise<void> {
    if (this.#isReading) return this.#soon(SETTLE_MS);
    this.#isReading = true;
    try {
      const listing = await listFolder(await this.#port.openAgent());
      const events = this.#isFollowed ? listingEvents(this.#host.state(), listing) : [];
      if (events.length > 0) this.#host.append(events);
    } catch {
      // The agent's link says when it is away; the next event lists again.
    } finally {
      this.#isReading = false;
    }
  }
}

async function listFolder(
  server: AgentServer,
): Promise<{ readonly entries: readonly FileEntry[]; readonly truncated: boolean }> {
  const entries: FileEntry[] = [];
  const folders = [""];
  for (let at = 0; at < folders.length; at++) {
    if (at >= MAX_FOLDERS || entries.length >= MAX_ENTRIES) return { entries, truncated: true };
    const response = await server.fetch(`/file?path=${encodeURIComponent(folders[at] ?? "")}`);
    const list: unknown = response.ok ? await response.json() : [];
    for (const node of Array.isArray(list) ? list : []) {
      if (!isJsonObject(node) || node["ignored"] === true) continue;
      const path = (text(node, "path") ?? "").replaceAll("\\", "/");
      if (path === "" || path === ".git") continue;
      const kind = text(node, "type") === "directory" ? "directory" : "file";
      entries.push({ path, kind });
      if (kind === "directory") folders.push(path);
    }
  }
  return { entries, truncated: false };
}
