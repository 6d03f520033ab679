import type { Conversation } from "./Scenario.ts";

type Message = { readonly role: string; readonly content?: unknown; readonly tool_calls?: unknown };

/** A request for a chat completion, as far as the scripted model reads it. */
export type ChatRequest = {
  readonly messages: readonly Message[];
  readonly stream: boolean;
  /** OpenCode asks for a title, not for work. */
  readonly isTitle: boolean;
  /** OpenCode asks for a summary of the conversation so far. */
  readonly isSummary: boolean;
};

/** Reads a request's body, or undefined if it is none. */
export function readChatRequest(body: string): ChatRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("messages" in value) || !Array.isArray(value.messages)) {
    return undefined;
  }
  const messages = value.messages.filter(isMessage);
  const system = messages
    .filter(({ role }) => role === "system" || role === "developer")
    .map((message) => textOf(message.content))
    .join("\n");
  const hasTools = "tools" in value && Array.isArray(value.tools) && value.tools.length > 0;
  return {
    messages,
    stream: "stream" in value && value.stream === true,
    isTitle: !hasTools && /title generator|generate a (brief|short)? ?title/i.test(system),
    isSummary: !hasTools && /summar/i.test(system) && !/title/i.test(system),
  };
}

/** What a room tells an agent that was interrupted: the story goes on where it was. */
const GO_ON = /\bGo on (where you were|without it)\.$/;

/** Where the conversation stands. The model keeps nothing itself, so runs may overlap and servers restart. */
export function readConversation(messages: readonly Message[]): Conversation {
  const last = messages.findLastIndex(({ role, content }) => role === "user" && !GO_ON.test(textOf(content).trim()));
  const after = messages.slice(last + 1);
  const lastTurn = after.findLastIndex(({ role }) => role === "assistant");
  return {
    prompt: textOf(messages[last]?.content),
    step: after.filter((message) => Array.isArray(message.tool_calls) && message.tool_calls.length > 0).length,
    results: after
      .slice(lastTurn + 1)
      .filter(({ role }) => role === "tool")
      .map(({ content }) => textOf(content)),
  };
}

/** The first prompt of the conversation, for its title. */
export function firstPrompt(messages: readonly Message[]): string {
  const prompts = messages.filter(({ role }) => role === "user").map(({ content }) => textOf(content));
  return prompts.find((prompt) => !/^generate a title/i.test(prompt.trim())) ?? prompts.at(-1) ?? "";
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "role" in value && typeof value.role === "string";
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => {
      const hasText = typeof part === "object" && part !== null && "text" in part && typeof part.text === "string";
      return hasText ? String(part.text) : "";
    })
    .join("\n");
}
