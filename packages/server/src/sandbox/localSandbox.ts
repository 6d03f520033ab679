import type { FileEntry, ListeningPort } from "@opencode-kit/client/protocol";
import { isErrorCode, isObject, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { AgentServer, SandboxProcess } from "@opencode-kit/client/source";
import type { FileListing } from "@opencode-kit/client/state";
import type { OpenedAgent, WatchLine } from "./hostProtocol.ts";
import { HOST_ERROR_HEADER, RANGE_HEADER, SANDBOX_NAME } from "./hostProtocol.ts";
import { readLines } from "./readLines.ts";
import type {
  ByteRange,
  ExposedPort,
  FileBody,
  OpenedWorkspace,
  SandboxBackup,
  SandboxPort,
  WorkspaceChange,
} from "./SandboxPort.ts";

/** The host sends a line every 10 s; three missing ones mean that it is gone. */
const SILENCE_MS = 30_000;

export type LocalSandboxOptions = {
  /** Address of the local sandbox host, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly token: string;
  /** Which of the host's sandboxes: 1 to 64 letters, digits, `-` or `_`. Throws `bad_request` for another name. */
  readonly name: string;
};

/** A sandbox of the local sandbox host (`@opencode-kit/server/local`), for development. It is not an isolation boundary. */
export function localSandbox({ url, token, name }: LocalSandboxOptions): SandboxPort {
  if (!SANDBOX_NAME.test(name)) {
    throw new OpenCodeKitError("bad_request", "A sandbox's name is 1 to 64 letters, digits, hyphens or underscores.");
  }
  const base = `${url.replace(/\/+$/, "")}/sandboxes/${name}`;

  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${token}`);
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, { ...init, headers });
    } catch (error) {
      if (init.signal?.aborted === true) throw init.signal.reason;
      throw unreachable(error);
    }
    if (response.headers.has(HOST_ERROR_HEADER)) throw await readError(response);
    return response;
  };
  const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    readJson(await send(path, withSignal(signal)));
  const post = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    readJson(await send(path, { method: "POST", ...withSignal(signal) }));
  const order = async (path: string): Promise<void> => void (await send(path, { method: "POST" }));

  return {
    isDurable: true,
    openAgent: async (signal) => {
      const opened = await post<OpenedAgent>("/agent", signal);
      return { ...opened, fetch: (path, init) => send(`/agent${path}`, init) } satisfies AgentServer;
    },
    listProcesses: (signal) => get<readonly SandboxProcess[]>("/processes", signal),
    killProcess: (pid) => order(`/kill?pid=${pid}`),
    openWorkspace: (signal) => post<OpenedWorkspace>("/workspace", signal),
    listFiles: (signal) => get<FileListing>("/files", signal),
    listFolder: (path, signal) => get<FileListing>(`/folder?${new URLSearchParams({ path })}`, signal),
    watchFiles: (signal) => watch(signal, send),
    statFile: (path) => get<FileEntry>(`/stat?${new URLSearchParams({ path })}`),
    readFile: async (path, range) => toFileBody(await send(`/file?${toQuery(path, range)}`)),
    createBackup: (signal) => post<SandboxBackup>("/backup", signal),
    restoreBackup: ({ id }) => order(`/restore?${new URLSearchParams({ id })}`),
    deleteBackup: async ({ id }) => void (await send(`/backup?${new URLSearchParams({ id })}`, { method: "DELETE" })),
    listPorts: (signal) => get<readonly ListeningPort[]>("/ports", signal),
    exposePort: (port) => post<ExposedPort>(`/expose?port=${port}`),
    unexposePort: (port) => order(`/unexpose?port=${port}`),
    stop: () => order("/stop"),
    destroy: () => order("/destroy"),
  };
}

function toQuery(path: string, range: ByteRange | undefined): URLSearchParams {
  const query = new URLSearchParams({ path });
  if (range === undefined) return query;
  query.set("offset", String(range.offset));
  if (range.length !== undefined) query.set("length", String(range.length));
  return query;
}

function toFileBody({ headers, body }: Response): FileBody {
  const [offset = NaN, length = NaN, size = NaN] = (headers.get(RANGE_HEADER) ?? "").split(",").map(Number);
  if (Number.isNaN(offset + length + size)) throw unreachable(undefined);
  return { body: body ?? emptyBody(), size, offset, length };
}

async function* watch(
  signal: AbortSignal,
  send: (path: string, init?: RequestInit) => Promise<Response>,
): AsyncGenerator<readonly WorkspaceChange[], void> {
  if (signal.aborted) return;
  const ended = new AbortController();
  const end = (): void => ended.abort(signal.reason);
  signal.addEventListener("abort", end);
  try {
    const { body } = await send("/watch", { signal: ended.signal });
    if (body === null) throw unreachable(undefined);
    for await (const line of readLines(body, SILENCE_MS)) {
      if (line === "") continue;
      const message = JSON.parse(line) as WatchLine;
      if ("error" in message) throw OpenCodeKitError.fromWire(message.error);
      yield message.changes;
    }
    throw unreachable(undefined);
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof OpenCodeKitError ? error : unreachable(error);
  } finally {
    signal.removeEventListener("abort", end);
    ended.abort();
  }
}

async function readJson<T>(response: Response): Promise<T> {
  try {
    if (!response.ok) throw new Error(`Status ${response.status}`);
    return (await response.json()) as T;
  } catch (error) {
    throw unreachable(error);
  }
}

async function readError(response: Response): Promise<OpenCodeKitError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = isObject(body) ? body["error"] : undefined;
  if (!isObject(error) || !isErrorCode(error["code"])) return unreachable(undefined);
  return OpenCodeKitError.fromWire({
    code: error["code"],
    message: String(error["message"]),
    retryable: error["retryable"] === true,
  });
}

function withSignal(signal: AbortSignal | undefined): RequestInit {
  return signal === undefined ? {} : { signal };
}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

function unreachable(cause: unknown): OpenCodeKitError {
  const message = "The local sandbox host does not answer: start it with the dev server (npm start), then reload.";
  return new OpenCodeKitError("sandbox_unavailable", message, { cause, retryable: true });
}
