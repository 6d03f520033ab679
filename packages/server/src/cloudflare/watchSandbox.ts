import { isObject, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { WorkspaceChange } from "../sandbox/SandboxPort.ts";
import type { FileRecord } from "./createFiles.ts";
import { toEntry, toRecords } from "./createFiles.ts";
import type { Shell } from "./createShell.ts";
import { toBase64 } from "./createShell.ts";
import { DESCRIBE_FILES, MAX_APPEARED } from "./fileScripts.ts";
import type { SandboxSdk } from "./SandboxSdk.ts";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";
import { withDeadline } from "./withDeadline.ts";

/** Changes of this long are one batch, in ms. */
const BATCH_MS = 100;
/** The SDK's watch drops without a word past 1,000 events in 75 ms: from here on a listing is surer, and cheaper. */
const STORM = 400;
/** After changes, this long without one, the files are listed again, in ms: what the watch has lost shows up then. */
const SETTLED_MS = 5_000;
/** Where changes do not end, the files are listed again this long after the first, in ms. */
const UNSETTLED_MS = 30_000;
/** A storm is waited out for so long, in ms, and then listed although it goes on. */
const STORM_MS = 2_000;
const START_MS = 60_000;
/** Names of one batch, in characters: what a command can take is limited. */
const NAMES = 60_000;
const IGNORED = new Set([".git", "node_modules"]);

type WatchEvent = { readonly kind: string; readonly path: string; readonly isDirectory: boolean };

export type WatchPlace = { readonly directory: string; readonly home: string };

/** Changes of the workspace, as `SandboxPort.watchFiles` wants them. */
export async function* watchSandbox(
  sdk: Pick<SandboxSdk, "watch">,
  shell: Shell,
  { directory, home }: WatchPlace,
  signal: AbortSignal,
): AsyncGenerator<readonly WorkspaceChange[], void> {
  if (signal.aborted) return;
  let events: Events | undefined;
  try {
    const body = await withDeadline(sdk.watch(directory, { recursive: true }), START_MS, signal);
    events = collectEvents(body, signal);
    yield [];
    /** When the first change came that no listing has followed. */
    let unlistedSince: number | undefined;
    for (;;) {
      const hasEvents = await events.next(unlistedSince === undefined ? undefined : SETTLED_MS);
      if (!hasEvents || Date.now() - (unlistedSince ?? Date.now()) > UNSETTLED_MS) {
        unlistedSince = undefined;
        yield [];
        continue;
      }
      await pause(BATCH_MS);
      const batch = events.take();
      const changes = batch.length > STORM ? undefined : await describe(shell, { directory, home }, batch);
      if (changes === undefined) await outlast(events);
      else if (changes.length === 0) continue;
      unlistedSince ??= Date.now();
      yield changes ?? [];
    }
  } catch (error) {
    if (signal.aborted) return;
    throw toSandboxError(error, "sandbox_lost");
  } finally {
    events?.close();
  }
}

/** Drops what a storm still brings: one listing after it says it all. */
async function outlast(events: Events): Promise<void> {
  const end = Date.now() + STORM_MS;
  while (Date.now() < end && (await events.next(BATCH_MS * 3))) {
    events.take();
    await pause(BATCH_MS);
  }
}

/** What is on disk now at the paths of the events; undefined where only a listing can tell. */
async function describe(
  shell: Shell,
  { directory, home }: WatchPlace,
  batch: readonly WatchEvent[],
): Promise<readonly WorkspaceChange[] | undefined> {
  const touched = new Set<string>();
  const appeared = new Set<string>();
  for (const { kind, path, isDirectory } of batch) {
    const name = toName(directory, path);
    if (name === "" || name.split("/").some((part) => IGNORED.has(part))) continue;
    // Other rules make other files count.
    if (name.endsWith(".gitignore")) return undefined;
    touched.add(name);
    if (isDirectory && (kind === "create" || kind === "move_to")) appeared.add(name);
  }
  if (touched.size === 0) return [];
  const names = (paths: ReadonlySet<string>): string => toBase64([...paths].map((path) => `${path}\0`).join(""));
  const args = [directory, home, names(touched), names(appeared), String(MAX_APPEARED)];
  if (args.join("").length > NAMES) return undefined;
  let records: readonly FileRecord[];
  try {
    records = toRecords(await shell.run(DESCRIBE_FILES, args, { exits: { 70: "bad_request", 66: "sandbox_lost" } }));
  } catch (error) {
    if (error instanceof OpenCodeKitError && error.code === "bad_request") return undefined;
    throw error;
  }
  const found = new Map(records.filter(({ type }) => type !== "k").map((record) => [record.path, record]));
  return records
    .filter(({ type }) => type === "k")
    .map(({ path }) => {
      const record = found.get(path);
      return record === undefined ? { type: "remove", path } : { type: "set", entry: toEntry(record) };
    });
}

type Events = {
  /** Waits for events: false when none came in that time (ms). Rejects when the watch has ended. */
  next(withinMs?: number): Promise<boolean>;
  take(): readonly WatchEvent[];
  close(): void;
};

function collectEvents(body: ReadableStream<Uint8Array>, signal: AbortSignal): Events {
  let events: WatchEvent[] = [];
  let ended: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;
  const reader = body.getReader();
  const end = (error: unknown): void => {
    ended ??= { error };
    wake();
  };
  const onAbort = (): void => end(signal.reason);
  signal.addEventListener("abort", onAbort);

  const pump = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return end(sandboxError("sandbox_lost"));
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const event = line.startsWith("data:") ? toEvent(JSON.parse(line.slice(5))) : undefined;
        // Past a storm they are counted no more: the batch is one already.
        if (event !== undefined && events.length <= STORM) events.push(event);
      }
      if (events.length > 0) wake();
    }
  };
  pump().catch(end);

  return {
    next: async (withinMs) => {
      if (events.length === 0 && ended === undefined) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (withinMs !== undefined) timer = setTimeout(resolve, withinMs);
        });
        if (timer !== undefined) clearTimeout(timer);
      }
      if (ended !== undefined) throw ended.error;
      return events.length > 0;
    },
    take: () => {
      const taken = events;
      events = [];
      return taken;
    },
    close: () => {
      signal.removeEventListener("abort", onAbort);
      void reader.cancel().catch(() => undefined);
    },
  };
}

/** An event of the SDK's (`FileWatchSSEEvent`). Throws where it says that the watch has ended. */
function toEvent(message: unknown): WatchEvent | undefined {
  if (!isObject(message)) return undefined;
  const { type, eventType, path, isDirectory } = message;
  if (type === "error" || type === "stopped") throw new Error(String(message["error"] ?? message["reason"] ?? ""));
  if (type !== "event" || typeof path !== "string") return undefined;
  return { kind: String(eventType), path, isDirectory: isDirectory === true };
}

/** Names with what the SDK's lines cannot carry come broken; the listing after the changes has them right. */
function toName(directory: string, path: string): string {
  if (path === directory) return "";
  const name = path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path.replace(/^\.?\//, "");
  return name.replace(/\/$/, "");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
