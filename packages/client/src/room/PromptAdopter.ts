import type { OpenCodeEvent } from "../opencode/index.ts";
import { isBusyStatus, object, objects, text } from "../opencode/index.ts";
import type { JsonObject } from "../protocol/index.ts";
import { MAX_HEADER_PROMPT_CHARS } from "../protocol/index.ts";
import type { Agent } from "../source/index.ts";

/** A prompt that somebody else sent to the agent. Its run has the id of its message. */
export type AdoptedPrompt = {
  readonly id: string;
  readonly sessionId: string;
  /** The last message before it. */
  readonly afterMessageId: string | undefined;
  readonly prompt: string;
};

export type PromptAdopterHost = {
  isKnown(runId: string): boolean;
  /** Whether a run of ours works in the session. */
  isOurs(sessionId: string): boolean;
  take(prompt: AdoptedPrompt): void;
  onProblem(message: string, error: unknown): void;
};

/** Messages in which the newest prompt of a busy session is looked for. */
const LOOK_BACK = 50;

/** Finds what the agent works on at the request of others: a session that is busy, and that no run of ours made so. */
export class PromptAdopter {
  readonly #host: PromptAdopterHost;
  readonly #looking = new Set<string>();

  constructor(host: PromptAdopterHost) {
    this.#host = host;
  }

  /** The agent's events flow: what it is at already is not among them. */
  async adoptBusy(agent: Agent): Promise<void> {
    try {
      const statuses = await agent.api.listStatuses();
      for (const sessionId of Object.keys(statuses)) await this.#look(sessionId, agent);
    } catch (error) {
      this.#host.onProblem("What the agent works on could not be listed", error);
    }
  }

  async onEvent(event: OpenCodeEvent, agent: Agent): Promise<void> {
    const sessionId = text(event.properties, "sessionID");
    if (!isBusyStatus(event) || sessionId === undefined) return;
    try {
      await this.#look(sessionId, agent);
    } catch (error) {
      this.#host.onProblem("A prompt of somebody else could not be taken up", error);
    }
  }

  async #look(sessionId: string, { api }: Agent): Promise<void> {
    if (this.#looking.has(sessionId) || this.#host.isOurs(sessionId)) return;
    this.#looking.add(sessionId);
    try {
      // A subagent's session belongs to the run that started it.
      if (text(await api.getSession(sessionId), "parentID") !== undefined) return;
      const { messages } = await api.listMessages(sessionId, { limit: LOOK_BACK });
      const at = messages.findLastIndex((message) => text(object(message, "info"), "role") === "user");
      const message = messages[at];
      const id = message === undefined ? undefined : idOf(message);
      if (message === undefined || id === undefined) return;
      if (this.#host.isKnown(id) || this.#host.isOurs(sessionId)) return;
      const before = messages[at - 1];
      const afterMessageId = before === undefined ? undefined : idOf(before);
      this.#host.take({ id, sessionId, afterMessageId, prompt: promptOf(message) });
    } finally {
      this.#looking.delete(sessionId);
    }
  }
}

function idOf(message: JsonObject): string | undefined {
  return text(object(message, "info"), "id");
}

function promptOf(message: JsonObject): string {
  const texts = objects(message, "parts").filter((part) => text(part, "type") === "text" && part["synthetic"] !== true);
  return texts
    .map((part) => text(part, "text") ?? "")
    .join("\n")
    .slice(0, MAX_HEADER_PROMPT_CHARS);
}
