import { isObject, OpenCodeKitError } from "../protocol/index.ts";
import type { AgentPort, AgentServer } from "../source/index.ts";

/** A plain `opencode serve`. */
export type OpenCodeServerOptions = {
  /** Address of the server, such as `http://127.0.0.1:4096`. A page needs the server's `--cors` for its origin. */
  readonly baseUrl: string;
  /** Absolute path of the folder to work in, as the server names it. Default: the server's own. */
  readonly directory?: string;
  /** `OPENCODE_SERVER_PASSWORD`, if the server has one. Whoever reads the page can read it. */
  readonly password?: string;
  /** Default: `opencode`. */
  readonly username?: string;
  /** `provider/model` for prompts. Default: the server's own. */
  readonly model?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
};

/** Reaches an OpenCode server that somebody else has started, as a sandbox of which only the agent is known. */
export function createDirectAgent(options: OpenCodeServerOptions): AgentPort {
  const base = options.baseUrl.replace(/\/+$/, "");
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(base + path);
    if (options.directory !== undefined) url.searchParams.set("directory", options.directory);
    const headers = new Headers(init.headers);
    if (options.password !== undefined) headers.set("authorization", basicAuth(options));
    let response: Response;
    try {
      response = await (options.fetch ?? globalThis.fetch)(url, { ...init, headers });
    } catch (error) {
      if (init.signal?.aborted === true) throw init.signal.reason;
      throw unreachable(base, error);
    }
    if (response.status !== 401) return response;
    throw new OpenCodeKitError("unauthorized", `OpenCode at ${base} wants a password: pass \`password\`.`);
  };
  const read = async (path: string, signal: AbortSignal | undefined): Promise<{ readonly [key: string]: unknown }> => {
    const response = await send(path, signal === undefined ? {} : { signal });
    const value: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
    if (isObject(value)) return value;
    throw new OpenCodeKitError("agent_unavailable", `What answers at ${base} is not an OpenCode server.`);
  };

  return {
    openAgent: async (signal) => {
      const [health, path] = await Promise.all([read("/global/health", signal), read("/path", signal)]);
      return {
        fetch: send,
        directory: String(path["directory"] ?? options.directory ?? ""),
        version: String(health["version"] ?? ""),
        ...(options.model === undefined ? {} : { model: options.model }),
        scripted: false,
        bootId: base,
      } satisfies AgentServer;
    },
  };
}

function basicAuth({ username = "opencode", password = "" }: OpenCodeServerOptions): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function unreachable(base: string, cause: unknown): OpenCodeKitError {
  const message = `OpenCode at ${base} does not answer: start it with "opencode serve", and with --cors for a page.`;
  return new OpenCodeKitError("agent_unavailable", message, { cause, retryable: true });
}
