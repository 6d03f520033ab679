import type { FileDiff, Message, Usage } from "./entities.ts";
import { isObject } from "./json.ts";
import type { Part, TextWindow } from "./parts.ts";

/**
 * Shorter forms in which entities travel: without what can be told from their neighbours, and with rows instead of
 * objects where the fields are many and always there. Unpacking takes the long forms as well.
 */

type Fields = { readonly [key: string]: unknown };

const NO_OUTPUT: TextWindow = { head: "", tail: "", chars: 0, bytes: 0 };

export function packUsage({ input, output, reasoning, cacheRead, cacheWrite, cost }: Usage): readonly number[] {
  return [input, output, reasoning, cacheRead, cacheWrite, cost];
}

export function unpackUsage(packed: unknown): unknown {
  if (!Array.isArray(packed)) return packed;
  const [input, output, reasoning, cacheRead, cacheWrite, cost] = packed as readonly unknown[];
  return { input, output, reasoning, cacheRead, cacheWrite, cost };
}

/** A message, or some of its fields. */
export function packMessage(message: Partial<Message>): Fields {
  return message.usage === undefined ? message : { ...message, usage: packUsage(message.usage) };
}

export function unpackMessage(packed: unknown): unknown {
  return isObject(packed) && packed["usage"] !== undefined
    ? { ...packed, usage: unpackUsage(packed["usage"]) }
    : packed;
}

/** A part without its session, which is its message's, and without its message where that is `messageId`. */
export function packPart(part: Part, messageId: string | undefined): Fields {
  const { sessionId: _, ...packed } = part;
  const fields: { [key: string]: unknown } = packed;
  if (part.messageId === messageId) delete fields["messageId"];
  if (part.type !== "tool") return fields;
  if (part.output.chars === 0) delete fields["output"];
  if (isEmpty(part.input)) delete fields["input"];
  if (isEmpty(part.metadata)) delete fields["metadata"];
  return fields;
}

/** A part whose session is left open: the fold takes that of the message. */
export function unpackPart(packed: unknown, messageId: string | undefined): unknown {
  if (!isObject(packed)) return packed;
  const part = { sessionId: "", ...(messageId === undefined ? {} : { messageId }), ...packed };
  return packed["type"] === "tool" ? { input: {}, metadata: {}, output: NO_OUTPUT, ...part } : part;
}

/** A diff without a patch is a row: lists of many files have little else. */
export function packDiff(diff: FileDiff): unknown {
  const { path, status, additions, deletions, source, previousPath, isBinary, isPatchOmitted, patch } = diff;
  if (patch !== "" || isBinary === true) return diff;
  return [path, status, additions, deletions, source ?? null, isPatchOmitted === true ? 1 : 0, previousPath];
}

export function unpackDiff(packed: unknown): unknown {
  if (!Array.isArray(packed)) return packed;
  const [path, status, additions, deletions, source, isOmitted, previousPath] = packed as readonly unknown[];
  return {
    path,
    status,
    additions,
    deletions,
    patch: "",
    ...(source === null ? {} : { source }),
    ...(isOmitted === 1 ? { isPatchOmitted: true } : {}),
    ...(previousPath === undefined || previousPath === null ? {} : { previousPath }),
  };
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
