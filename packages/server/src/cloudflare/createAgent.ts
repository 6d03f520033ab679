import type { AgentServer } from "@opencode-kit/client/source";
import { isObject, OpenCodeKitError } from "@opencode-kit/client/protocol";
import { PROBE_AGENT, READ_AGENT_LOG, START_AGENT, STOP_AGENT } from "./agentScript.ts";
import type { Shell } from "./createShell.ts";
import { toFields } from "./createShell.ts";
import { readContainerAnswer } from "./readContainerAnswer.ts";
import type { SandboxSdk } from "./SandboxSdk.ts";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";
import { DeadlineError, withDeadline } from "./withDeadline.ts";
import { EXITS } from "./workspaceScript.ts";

const POLL_MS = 150;
/** It was seen to take a request in its first moments and never answer it. */
const HEALTH_MS = 3_000;
/** A request without an answer for this long has the agent looked for: a new container waits for a port in silence. */
const DOUBT_MS = 15_000;
const STOP_MS = 15_000;

/** What the agent is started with. */
export type AgentSettings = {
  /** `OPENCODE_CONFIG_CONTENT`. No key belongs in it. */
  readonly config: string;
  /** `provider/model` that prompts use. Absent: OpenCode's own default. */
  readonly model?: string;
  /** True where a scripted model answers instead of an AI. Default: false. */
  readonly scripted?: boolean;
};

export type AgentPlace = {
  readonly directory: string;
  readonly home: string;
  /** OpenCode's command. */
  readonly command: string;
  /** `PATH` of the agent and of what it starts. */
  readonly path: string;
  /** Address in the sandbox that OpenCode listens at. */
  readonly address: string;
  readonly port: number;
  /** Time until OpenCode must answer, in ms, a starting sandbox included. */
  readonly startMs: number;
};

type Running = {
  readonly bootId: string;
  readonly authorization: string;
  readonly port: number;
  readonly directory: string;
};

export type Agent = {
  open(signal?: AbortSignal): Promise<AgentServer>;
  stop(): Promise<void>;
};

/** OpenCode's server in the sandbox: one, whoever opens it, also after the Durable Object has slept. */
export function createAgent(
  sdk: Pick<SandboxSdk, "containerFetch">,
  shell: Shell,
  place: AgentPlace,
  settings: () => Promise<AgentSettings>,
): Agent {
  let opening: { readonly agent: Promise<AgentServer>; readonly stop: AbortController } | undefined;

  const send = async (running: Running, path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(`http://localhost:${running.port}${path}`);
    // Whatever the caller asked for, the agent works in its own workspace.
    url.searchParams.set("directory", running.directory);
    const headers = new Headers(init.headers);
    headers.set("authorization", running.authorization);
    headers.delete("x-opencode-directory");
    // The signal stays here: it does not cross the stub of the Sandbox object.
    const { signal: given, ...rest } = init;
    const signal = given ?? undefined;
    signal?.throwIfAborted();
    const asking = sdk.containerFetch(new Request(url, { ...rest, headers }), running.port);
    const answer = await untilDoubtful(asking, running, signal);
    const read = await readContainerAnswer(answer);
    if (read instanceof OpenCodeKitError) throw read;
    return signal === undefined || read.body === null ? read : abortedBy(read, read.body, signal);
  };

  /** The answer, unless the agent turns out to be gone before it comes. */
  const untilDoubtful = async (
    asking: Promise<Response>,
    { bootId }: Running,
    signal: AbortSignal | undefined,
  ): Promise<Response> => {
    const drop = (): void => void asking.then(({ body }) => body?.cancel()).catch(() => undefined);
    for (;;) {
      try {
        return await withDeadline(asking, DOUBT_MS, signal);
      } catch (error) {
        if (signal?.aborted === true) {
          drop();
          throw signal.reason;
        }
        if (!(error instanceof DeadlineError)) throw toSandboxError(error);
        const found = await probe(signal).catch((reason: unknown) => {
          drop();
          throw reason;
        });
        if (found !== bootId) {
          drop();
          throw sandboxError("agent_unavailable");
        }
      }
    }
  };

  const probe = async (signal?: AbortSignal): Promise<string | undefined> => {
    const exits = { 66: "sandbox_lost", 69: "agent_unavailable" } as const;
    return toFields(await shell.run(PROBE_AGENT, [place.home], { signal, exits }))[0];
  };

  const readVersion = async (running: Running): Promise<string | undefined> => {
    const asking = sdk.containerFetch(
      new Request(`http://localhost:${running.port}/global/health`, {
        headers: { authorization: running.authorization },
      }),
      running.port,
    );
    try {
      const answer = await readContainerAnswer(await withDeadline(asking, HEALTH_MS));
      if (answer instanceof OpenCodeKitError || !answer.ok) return undefined;
      const health: unknown = await withDeadline(answer.json(), HEALTH_MS);
      return isObject(health) && typeof health["version"] === "string" ? health["version"] : undefined;
    } catch {
      return undefined;
    }
  };

  const start = async (config: string, deadline: number, signal: AbortSignal): Promise<Running> => {
    const { directory, home, command, address, port, path } = place;
    const output = await whileStarting(deadline, signal, () =>
      shell.run(START_AGENT, [directory, home, command, address, String(port), path, config], { exits: EXITS }),
    );
    const [bootId = "", password = "", found = "", , where = ""] = toFields(output);
    const authorization = `Basic ${btoa(`opencode:${password}`)}`;
    return { bootId, authorization, port: Number(found), directory: where };
  };

  const open = async (signal: AbortSignal): Promise<AgentServer> => {
    const deadline = Date.now() + place.startMs;
    const { config, model, scripted = false } = await settings();
    const running = await start(config, deadline, signal);
    for (;;) {
      const version = await readVersion(running);
      signal.throwIfAborted();
      if (version !== undefined) {
        return {
          directory: running.directory,
          bootId: running.bootId,
          version,
          scripted,
          ...(model === undefined ? {} : { model }),
          fetch: (path, init) => send(running, path, init),
        };
      }
      await probe().catch(async (error: unknown) => {
        if (isDead(error)) throw await describeDeath();
        throw error;
      });
      if (Date.now() > deadline) throw tooSlow();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };

  const describeDeath = async (): Promise<OpenCodeKitError> => {
    const log = await shell.run(READ_AGENT_LOG, [place.home]).catch(() => new Uint8Array());
    const lines = new TextDecoder().decode(log);
    if (/command not found|No such file/.test(lines)) {
      const message = `OpenCode is not installed in the sandbox's image: install opencode-ai in its Dockerfile.`;
      return new OpenCodeKitError("agent_unavailable", message, { cause: lines });
    }
    const message = "OpenCode ended before it answered: look at agent.log in the sandbox for its last output.";
    return new OpenCodeKitError("agent_unavailable", message, { cause: lines, retryable: true });
  };

  const whileStarting = async <T>(deadline: number, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await withDeadline(attempt(), Math.max(1, deadline - Date.now()), signal);
      } catch (error) {
        if (error instanceof DeadlineError) throw tooSlow();
        const isStarting = error instanceof OpenCodeKitError && error.code === "sandbox_starting";
        if (!isStarting || Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
  };

  const tooSlow = (): OpenCodeKitError => {
    const message = `OpenCode did not answer within ${Math.round(place.startMs / 1000)} seconds: try again, and look at the log of the Worker.`;
    return new OpenCodeKitError("agent_unavailable", message, { retryable: true });
  };

  return {
    open: async (signal) => {
      signal?.throwIfAborted();
      if (opening === undefined) {
        const stop = new AbortController();
        opening = { agent: open(stop.signal).finally(() => (opening = undefined)), stop };
      }
      return withDeadline(opening.agent, place.startMs + DOUBT_MS, signal);
    },
    stop: async () => {
      const message = "The sandbox was stopped while its agent started: open it again.";
      opening?.stop.abort(new OpenCodeKitError("sandbox_unavailable", message, { retryable: true }));
      await opening?.agent.catch(() => undefined);
      await shell.run(STOP_AGENT, [place.home], { timeoutMs: STOP_MS });
    },
  };
}

function isDead(error: unknown): boolean {
  return error instanceof OpenCodeKitError && error.code === "agent_unavailable";
}

/** The answer with a body that ends when the signal aborts, which also ends it at OpenCode. */
function abortedBy(answer: Response, body: ReadableStream<Uint8Array>, signal: AbortSignal): Response {
  const passed = body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal });
  const { status, statusText, headers } = answer;
  return new Response(passed, { status, statusText, headers });
}
