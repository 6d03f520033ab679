import type { FileEntry } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
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

  function answer(method: string, path: string, body: unknown): Response | Promise<Response> {
    const { pathname, searchParams } = new URL(path, "http://agent");
    requests.push({ method, path: pathname, body });
    if (method === "POST" && pathname === "/session") return Response.json({ id: "ses_1" });
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
    openWorkspace: () => Promise.resolve({ id: "disk", directory: "/workspace" }),
    listFolder: (path) => {
      const isChild = (entry: FileEntry): boolean => entry.path.split("/").slice(0, -1).join("/") === path;
      return Promise.resolve({ entries: files.entries.filter(isChild), truncated: false });
    },
    createBackup: () => Promise.resolve({ id: "backup", createdAt: 0, handle: {} }),
    restoreBackup: () => Promise.resolve(),
    deleteBackup: () => Promise.resolve(),
    listPorts: () => Promise.resolve([]),
    exposePort: () => Promise.reject(new OpenCodeKitError("not_found", "Nothing listens at this port.")),
    unexposePort: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
    async *watchFiles(signal) {
      yield [];
      while (!signal.aborted) {
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
  };
}
