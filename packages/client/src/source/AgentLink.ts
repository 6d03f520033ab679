import type { OpenCodeEvent } from "../opencode/index.ts";
import type { SandboxState } from "../protocol/index.ts";
import { defined, OpenCodeKitError } from "../protocol/index.ts";
import type { AgentPort, AgentServer } from "./AgentServer.ts";
import type { OpenCodeApi } from "./createOpenCodeApi.ts";
import { createOpenCodeApi } from "./createOpenCodeApi.ts";
import type { EventPump } from "./startEventPump.ts";
import { startEventPump } from "./startEventPump.ts";

/** A sandbox that cannot be reached for this long fails the runs that need it, in ms. */
const GIVE_UP_MS = 60_000;

export type Agent = { readonly server: AgentServer; readonly api: OpenCodeApi };

export type AgentLinkHandlers = {
  /** The agent runs and its events flow; called again after each loss. */
  readonly onConnected: (agent: Agent) => void;
  readonly onEvent: (event: OpenCodeEvent, directory: string) => void;
  readonly onState: (state: SandboxState) => void;
  /** The agent cannot be had. It is tried again by itself only if the link is persistent and it may come back. */
  readonly onFailed: (error: OpenCodeKitError, cause: unknown) => void;
};

/** Starts the room's agent when it is needed and keeps the one subscription to its events. */
export class AgentLink {
  readonly #port: AgentPort;
  readonly #handlers: AgentLinkHandlers;
  readonly #isPersistent: boolean;
  #pump: EventPump | undefined;
  #agent: Agent | undefined;
  #isConnected = false;
  #lostAt: number | undefined;

  /** @param isPersistent Try on for ever. Default: until the agent was away for a minute. */
  constructor(port: AgentPort, handlers: AgentLinkHandlers, isPersistent = false) {
    this.#port = port;
    this.#isPersistent = isPersistent;
    this.#handlers = handlers;
  }

  /** The agent, if its events flow now. */
  get agent(): Agent | undefined {
    return this.#isConnected ? this.#agent : undefined;
  }

  /** Starts the agent and the subscription if they are not there. */
  start(): void {
    if (this.#pump !== undefined) return;
    this.#lostAt = undefined;
    this.#handlers.onState({ status: "starting" });
    this.#pump = startEventPump({
      connect: (signal) => this.#connect(signal),
      onConnected: () => this.#onConnected(),
      onEvent: (event) => {
        if (this.#agent !== undefined) this.#handlers.onEvent(event, this.#agent.server.directory);
      },
      onLost: (error) => this.#onLost(error),
    });
  }

  /** Ends the subscription; the agent goes on. */
  stop(): void {
    this.#pump?.stop();
    this.#pump = undefined;
    this.#isConnected = false;
  }

  async #connect(signal: AbortSignal): Promise<Response> {
    const server = await this.#port.openAgent(signal);
    this.#agent = { server, api: createOpenCodeApi(server) };
    return server.fetch("/event", { signal });
  }

  #onConnected(): void {
    const agent = this.#agent;
    if (agent === undefined) return;
    this.#isConnected = true;
    this.#lostAt = undefined;
    const { version, model, scripted } = agent.server;
    this.#handlers.onState({ status: "ready", version, scripted, ...defined({ model }) });
    this.#handlers.onConnected(agent);
  }

  #onLost(error: unknown): void {
    const wasConnected = this.#isConnected;
    this.#isConnected = false;
    const lostAt = (this.#lostAt ??= Date.now());
    const known = asKnownError(error);
    if (!known.retryable || Date.now() - lostAt > GIVE_UP_MS) {
      if (this.#isPersistent && known.retryable) this.#lostAt = undefined;
      else this.stop();
      this.#handlers.onState({ status: "error", error: known.toWire() });
      this.#handlers.onFailed(known, error);
    } else if (wasConnected) {
      this.#handlers.onState({ status: "lost", error: known.toWire() });
    }
  }
}

function asKnownError(error: unknown): OpenCodeKitError {
  if (error instanceof OpenCodeKitError) return error;
  const message = "The connection to the agent broke; it is being opened again.";
  return new OpenCodeKitError("agent_unavailable", message, { cause: error, retryable: true });
}
