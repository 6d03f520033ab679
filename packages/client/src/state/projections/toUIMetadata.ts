import type { Usage } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import type { RunMessage } from "../RunState.ts";
import { exchangedUsage, NO_USAGE } from "../RunState.ts";
import { askedOf } from "../selectors.ts";
import { createMemo } from "./createMemo.ts";
import type { OpenCodeUIMetadata } from "./OpenCodeUIMessage.ts";

const memo = createMemo<OpenCodeUIMetadata>();

/** What the messages that make up one UI message say together; the same object until one of them changes. */
export function toUIMetadata(
  first: RunMessage,
  messages: readonly RunMessage[],
  prompt: RunMessage | undefined,
): OpenCodeUIMetadata {
  return memo(first, [...messages, prompt], () => {
    const last = messages.at(-1) ?? first;
    let usage: Usage | undefined;
    for (const message of messages) {
      if (message.usage !== undefined) usage = exchangedUsage(usage ?? NO_USAGE, undefined, message.usage);
    }
    return {
      sessionId: first.sessionId,
      messageIds: messages.map(({ id }) => id),
      createdAt: first.createdAt,
      ...askedOf(last, prompt ?? last),
      ...defined({
        completedAt: last.completedAt,
        usage,
        finish: last.finish,
        error: last.error,
        isSummary: first.isSummary === true ? (true as const) : undefined,
      }),
    };
  });
}
