import type { FilePart, Part, PendingPermission, TextPart } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import { createMemo } from "./createMemo.ts";
import type { OpenCodeUIPart } from "./OpenCodeUIMessage.ts";
import { toToolUIPart } from "./toToolUIPart.ts";

export const STEP_START: OpenCodeUIPart = { type: "step-start" };

const NONE: readonly OpenCodeUIPart[] = [];
const STEP: readonly OpenCodeUIPart[] = [STEP_START];
const memo = createMemo<readonly OpenCodeUIPart[]>();

/**
 * What a part shows, in the AI SDK's terms; the same list until the part or what decides its look changes.
 *
 * @param isLive Whether the part's message may still change.
 * @param permission What waits for a person before the part's tool goes on.
 */
export function toUIParts(part: Part, isLive: boolean, permission?: PendingPermission): readonly OpenCodeUIPart[] {
  const isOpen = isLive && isUnfinished(part);
  return memo(part, [isOpen, isOpen ? permission : undefined], () => convert(part, isOpen, permission));
}

/** Whether more of the part is to come, if its message still changes. */
function isUnfinished(part: Part): boolean {
  if (part.type === "tool") return part.status === "pending" || part.status === "running";
  return (part.type === "text" || part.type === "reasoning") && part.endedAt === undefined;
}

function convert(part: Part, isOpen: boolean, permission: PendingPermission | undefined): readonly OpenCodeUIPart[] {
  switch (part.type) {
    case "text":
    case "reasoning":
      return part.synthetic === true || (part.text === "" && !isOpen) ? NONE : [toTextUIPart(part, isOpen)];
    case "tool":
      return [toToolUIPart(part, isOpen, permission)];
    case "step-start":
      return STEP;
    case "step-finish":
      return NONE;
    case "file":
      return [toFileUIPart(part)];
    case "patch": {
      const { id, files, hash } = part;
      return [{ type: "data-opencode-patch", id, data: { files, ...defined({ hash }) } }];
    }
    case "retry": {
      const { id, attempt, error, createdAt } = part;
      return [{ type: "data-opencode-retry", id, data: { attempt, error, ...defined({ createdAt }) } }];
    }
    case "compaction":
      return [{ type: "data-opencode-compaction", id: part.id, data: { isAuto: part.isAuto } }];
    case "subtask": {
      const { id, prompt, description, agent } = part;
      return [
        { type: "text", text: prompt, state: "done" },
        { type: "data-opencode-subtask", id, data: { prompt, ...defined({ description, agent }) } },
      ];
    }
    case "other":
      return [{ type: "data-opencode-other", id: part.id, data: { kind: part.kind, data: part.data } }];
  }
}

function toTextUIPart({ id, type, text, skipped }: TextPart, isOpen: boolean): OpenCodeUIPart {
  const facts = {
    text,
    state: isOpen ? "streaming" : "done",
    ...(skipped === undefined || skipped === 0 ? {} : { providerMetadata: { opencode: { partId: id, skipped } } }),
  } as const;
  return type === "text" ? { type, ...facts } : { type, id, ...facts };
}

/** The AI SDK fetches a file's address when it asks a model, so a file without one for the web is not a file to it. */
function toFileUIPart({ id, mime, filename, bytes, url }: FilePart): OpenCodeUIPart {
  return url !== undefined && /^https?:/i.test(url)
    ? { type: "file", mediaType: mime, url, ...defined({ filename }) }
    : { type: "data-opencode-file", id, data: { mime, ...defined({ filename, bytes, url }) } };
}
