import type { FileEntry, ListeningPort } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { BackupPolicy } from "../backups/BackupPolicy.ts";
import type { WorkspaceChange, SandboxPort } from "../sandbox/SandboxPort.ts";

type Json = { readonly [key: string]: unknown };

/** A request that the fake agent got, less those for the event stream. */
export type AgentRequest = { readonly method: string; readonly path: string; readonly body: unknown };

/** A sandbox whose agent says and fails what a test wants, when it wants. */
export type FakeSandbox = {
  readonly port: SandboxPort;
  readonly requests: readonly AgentRequest[];
  /** Sends an event of OpenCode's on the stream. */
  emits(...events: readonly Json[]): void;
  /** Ends the event stream; the next attempt connects again. */
  dropsStream(): void;
  /** What OpenCode's own record says from now on. */
  records(record: { messages?: readonly Json[]; isBusy?: boolean; permissions?: readonly Json[] }): void;
  /** The agent cannot be started, with this error. */
  cannotStart(error: OpenCodeKitError | undefined): void;
  /** The next prompt is answered as by a server that is just restarting. */
  failsNextPrompt(): void;
  /** Answers to a reply or an abort with this status. Default: 200. */
  answersReplies(status: number): void;
  /** Replies and aborts are taken, but never answered, until the next `answersReplies`. */
  holdsReplies(): void;
  changesFiles(...changes: readonly WorkspaceChange[]): void;
  holdsFiles(entries: readonly FileEntry[], bytes?: string): void;
  /** What happened to backups, in order: `create`, `restore <id>`, `delete <id>`. */
  readonly backupCalls: readonly string[];
  /** Backups that are to be had. */
  readonly backups: readonly string[];
  /** Creating a backup fails with this, or works again. */
  failsBackups(error: Error | undefined): void;
  /** Restoring this backup fails with this. */
  failsToRestore(id: string, error: Error): void;
  /** Backups are made, and restored, only after `letsGo`. */
  holdsBackups(): void;
  letsGo(): void;
  /** The container is gone with its disk: another, empty one is there, whose agent knows no session. */
  loses(): void;
  /** The path leads out of the workspace from now on. */
  leadsOut(path: string): void;
  listens(...ports: readonly ListeningPort[]): void;
  /** What the room is asked to do about backups. Default: as a durable sandbox. */
  policy: BackupPolicy | false;
  /** How often the sandbox was asked to watch files. */
  watches(): number;
};

const sandboxes = new Map<string, FakeSandbox>();

export function fakeSandboxOf(room: string): FakeSandbox {
  let sandbox = sandboxes.get(room);
  if (sandbox === undefined) sandboxes.set(room, (sandbox = createFakeSandbox()));
  return sandbox;
}

function createFakeSandbox(): FakeSandbox {
  const requests: AgentRequest[] = [];
  /** What the stream shall send next; `null` ends it. */
  let queue: (Json | null)[] = [];
  let record: Required<Parameters<FakeSandbox["records"]>[0]> = { messages: [], isBusy: true, permissions: [] };
  let startError: OpenCodeKitError | undefined;
  let replyStatus = 200;
  let isHolding = false;
  let promptStatus = 204;
  let files: { entries: readonly FileEntry[]; bytes: string } = { entries: [], bytes: "" };
  const changed: (readonly WorkspaceChange[])[] = [];
  const backupCalls: string[] = [];
  const backups = new Map<string, typeof files>();
  const restoreErrors = new Map<string, Error>();
  let backupError: Error | undefined;
  let isWaiting = false;
  let disk = 1;
  let hasSession = true;
  let watches = 0;
  const outside = new Set<string>();
  let ports: readonly ListeningPort[] = [];
  const released = async (): Promise<void> => {
    while (isWaiting) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  function answer(method: string, path: string, body: unknown): Response | Promise<Response> {
    const { pathname, searchParams } = new URL(path, "http://agent");
    requests.push({ method, path: pathname, body });
    if (method === "POST" && pathname === "/session") {
      hasSession = true;
      return Response.json({ id: "ses_1" });
    }
    if (!hasSession && pathname.startsWith("/session/ses_")) return found(undefined);
    if (pathname.endsWith("/prompt_async")) {
      const status = promptStatus;
      promptStatus = 204;
      return new Response(null, { status });
    }
    if (pathname === "/session/ses_1/message") {
      return Response.json(record.messages.slice(-Number(searchParams.get("limit") ?? 100)));
    }
    const messageId = /^\/session\/ses_1\/message\/(.+)$/.exec(pathname)?.[1];
    if (messageId !== undefined) return found(record.messages.find(({ info }) => (info as Json)["id"] === messageId));
    if (pathname === "/session/ses_1") return Response.json({ id: "ses_1" });
    if (method === "GET" && /\/(children|todo|diff|pty)$/.test(pathname)) return Response.json([]);
    if (pathname === "/session/status") return Response.json(record.isBusy ? { ses_1: { type: "busy" } } : {});
    if (pathname === "/permission") return Response.json(record.permissions);
    if (pathname === "/question") return Response.json([]);
    // workerd does not let a request wait for what another one must bring.
    if (isHolding) return new Promise((resolve) => setTimeout(() => resolve(new Response(null)), 60_000));
    return replyStatus === 200
      ? Response.json(true)
      : Response.json({ name: "NotFoundError" }, { status: replyStatus });
  }

  const found = (value: Json | undefined): Response =>
    value === undefined ? Response.json({ name: "NotFoundError" }, { status: 404 }) : Response.json(value);

  /** workerd lets only the object that made a stream write to it, so the stream fetches what the test queued. */
  function openStream(): Response {
    queue = [{ type: "server.connected", properties: {} }];
    let timer: ReturnType<typeof setInterval>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        timer = setInterval(() => {
          for (const event of queue.splice(0)) {
            if (event !== null) controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
            else {
              clearInterval(timer);
              controller.close();
            }
          }
        }, 5);
      },
      cancel: () => clearInterval(timer),
    });
    return new Response(body);
  }

  const port: SandboxPort = {
    openAgent: () => {
      if (startError !== undefined) return Promise.reject(startError);
      return Promise.resolve({
        fetch: (path, init) =>
          Promise.resolve(
            path.startsWith("/event")
              ? openStream()
              : answer(
                  init?.method ?? "GET",
                  path,
                  typeof init?.body === "string" && init.body !== "" ? JSON.parse(init.body) : undefined,
                ),
          ),
        directory: "/workspace",
        version: "1.18.33",
        model: "fake/model",
        scripted: true,
        bootId: "boot",
      });
    },
    listFiles: () => Promise.resolve({ entries: files.entries, truncated: false }),
    statFile: (path) => {
      if (outside.has(path)) {
        return Promise.reject(new OpenCodeKitError("outside_workspace", `"${path}" leads out of the workspace.`));
      }
      const entry = files.entries.find((file) => file.path === path);
      return entry === undefined
        ? Promise.reject(new OpenCodeKitError("not_found", `There is no file "${path}".`))
        : Promise.resolve(entry);
    },
    readFile: (_path, { offset = 0, length = Infinity } = { offset: 0 }) => {
      const bytes = new TextEncoder().encode(files.bytes);
      const some = bytes.slice(offset, offset + length);
      const body = new Response(some).body ?? new ReadableStream();
      return Promise.resolve({ body, size: bytes.length, offset, length: some.length });
    },
    isDurable: true,
    openWorkspace: () => Promise.resolve({ id: `disk-${disk}`, directory: "/workspace" }),
    listFolder: (path) => {
      const isChild = (entry: FileEntry): boolean => entry.path.split("/").slice(0, -1).join("/") === path;
      return Promise.resolve({ entries: files.entries.filter(isChild), truncated: false });
    },
    createBackup: async () => {
      backupCalls.push("create");
      const from = disk;
      await released();
      if (backupError !== undefined) throw backupError;
      if (from !== disk) throw new OpenCodeKitError("sandbox_lost", "The sandbox is gone.", { retryable: true });
      const id = `backup-${backupCalls.filter((call) => call === "create").length}`;
      backups.set(id, files);
      return { id, createdAt: backupCalls.length, handle: { of: id } };
    },
    restoreBackup: async ({ id }) => {
      backupCalls.push(`restore ${id}`);
      await released();
      const error = restoreErrors.get(id);
      if (error !== undefined) throw error;
      files = backups.get(id) ?? files;
      hasSession = true;
    },
    deleteBackup: async ({ id }) => {
      backupCalls.push(`delete ${id}`);
      backups.delete(id);
    },
    listPorts: () => Promise.resolve(ports),
    exposePort: (port) =>
      ports.some((each) => each.port === port)
        ? Promise.resolve({ port, url: `http://${port}.preview.test/` })
        : Promise.reject(new OpenCodeKitError("not_found", "Nothing listens at this port.")),
    unexposePort: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
    async *watchFiles(signal) {
      watches++;
      const of = disk;
      yield [];
      while (!signal.aborted) {
        if (of !== disk) throw new OpenCodeKitError("sandbox_lost", "The sandbox is gone.", { retryable: true });
        yield* changed.splice(0);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };

  return {
    port,
    requests,
    emits: (...events) => void queue.push(...events),
    dropsStream: () => void queue.push(null),
    records: (next) => {
      record = { ...record, ...next };
    },
    cannotStart: (error) => {
      startError = error;
    },
    failsNextPrompt: () => {
      promptStatus = 503;
    },
    holdsReplies: () => {
      isHolding = true;
    },
    answersReplies: (status) => {
      isHolding = false;
      replyStatus = status;
    },
    changesFiles: (...changes) => void changed.push(changes),
    holdsFiles: (entries, bytes = "") => {
      files = { entries, bytes };
    },
    backupCalls,
    get backups() {
      return [...backups.keys()];
    },
    failsBackups: (error) => {
      backupError = error;
    },
    failsToRestore: (id, error) => void restoreErrors.set(id, error),
    holdsBackups: () => {
      isWaiting = true;
    },
    letsGo: () => {
      isWaiting = false;
    },
    loses: () => {
      disk++;
      hasSession = false;
      files = { entries: [], bytes: "" };
      queue.push(null);
    },
    leadsOut: (path) => void outside.add(path),
    listens: (...listening) => {
      ports = listening;
    },
    policy: false,
    watches: () => watches,
  };
}
