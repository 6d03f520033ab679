import type { Part } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import type { RunMessage } from "../RunState.ts";
import { createMemo } from "./createMemo.ts";
import { fromUIPart } from "./fromUIPart.ts";
import type { OpenCodeUIMessage, OpenCodeUIPart } from "./OpenCodeUIMessage.ts";

/** A UI message as the messages of OpenCode that it is made of, with their parts. */
export type MessagesWithParts = { readonly messages: readonly RunMessage[]; readonly parts: readonly Part[] };

const wholes = createMemo<MessagesWithParts>();
const partOf = createMemo<Part | undefined>();

/**
 * The same objects for the same message, and the same part for the same part of it: of a snapshot that came again only
 * what is new is made anew.
 *
 * @param parentId The message that it answers.
 */
export function fromUIMessage(ui: OpenCodeUIMessage, parentId: string | undefined): MessagesWithParts {
  return wholes(ui, [parentId], () => convert(ui, parentId));
}

function convert(ui: OpenCodeUIMessage, parentId: string | undefined): MessagesWithParts {
  const { sessionId, completedAt, createdAt } = ui.metadata;
  const ids = ui.metadata.messageIds.length === 0 ? [ui.id] : ui.metadata.messageIds;
  const parts: Part[] = [];
  const messages = ids.map((messageId, step) => {
    const own: Part[] = [];
    // What has no id of its own gets one that sorts behind the part before it.
    let before = `!${messageId}`;
    let unnamed = 0;
    for (const uiPart of writtenParts(stepParts(ui.parts, step, ids.length))) {
      const spare = `${before}~${String(unnamed).padStart(4, "0")}`;
      const endedAt = completedAt ?? createdAt;
      const part = partOf(uiPart, [messageId, spare, endedAt], () =>
        fromUIPart(uiPart, { id: spare, messageId, sessionId }, endedAt),
      );
      if (part === undefined) continue;
      own.push(part);
      if (part.id === spare) unnamed++;
      else [before, unnamed] = [part.id, 0];
    }
    parts.push(...own);
    return toMessage(ui, {
      id: messageId,
      parentId,
      isLast: step === ids.length - 1,
      partIds: own.map(({ id }) => id),
    });
  });
  return { messages, parts };
}

/** The parts of one step; each begins with its mark, and the last one has what is left. */
function stepParts(parts: readonly OpenCodeUIPart[], step: number, steps: number): readonly OpenCodeUIPart[] {
  let at = -1;
  return parts.filter(({ type }) => {
    if (type === "step-start") at++;
    return Math.min(Math.max(at, 0), steps - 1) === step;
  });
}

/** Less the texts that stand in for data parts which a model could not read. */
function writtenParts(parts: readonly OpenCodeUIPart[]): readonly OpenCodeUIPart[] {
  const names = parts.flatMap((part) =>
    part.type === "data-opencode-file" ? [part.data.filename ?? part.data.mime] : [],
  );
  return parts.filter((part, i) => {
    if (part.type !== "text") return true;
    const next = parts[i + 1];
    if (next?.type === "data-opencode-subtask") return next.data.prompt !== part.text;
    return next?.type !== "data-opencode-file" || i > 0 || names.join(", ") !== part.text;
  });
}

type OfStep = {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly isLast: boolean;
  readonly partIds: readonly string[];
};

/** What is known of the whole answer is its last step's. */
function toMessage(
  { role, metadata, parts }: OpenCodeUIMessage,
  { id, parentId, isLast, partIds }: OfStep,
): RunMessage {
  const { sessionId, createdAt, completedAt, agent, modelID, providerID, usage, finish, error, isSummary } = metadata;
  // An answer begins with the mark of a step: what has none is a prompt that nobody wrote, such as a compaction's.
  const isPrompt = role === "user" || (parts[0] !== undefined && parts[0].type !== "step-start");
  return {
    id,
    sessionId,
    role: isPrompt ? "user" : "assistant",
    createdAt,
    partIds,
    ...defined({ parentId: isPrompt ? undefined : parentId, agent, modelID, providerID, isSummary }),
    ...(isLast ? defined({ completedAt, usage, finish, error }) : { completedAt: completedAt ?? createdAt }),
  };
}
