import { isRunOver } from "../../protocol/index.ts";
import type { RunMessage, RunState } from "../RunState.ts";
import { selectMessageIds } from "../selectors.ts";
import { createMemo } from "./createMemo.ts";
import type { OpenCodeUIMessage, OpenCodeUIPart } from "./OpenCodeUIMessage.ts";
import { toAddedParts } from "./toAddedParts.ts";
import { toStepParts } from "./toStepParts.ts";
import { toUIMetadata } from "./toUIMetadata.ts";

const NONE: OpenCodeUIMessage[] = [];
const lists = createMemo<OpenCodeUIMessage[]>();
const sharedLists = createMemo<OpenCodeUIMessage[]>();
const messages = createMemo<OpenCodeUIMessage>();
const fileNames = createMemo<readonly OpenCodeUIPart[]>();
const atEnds = createMemo<readonly OpenCodeUIPart[]>();

/**
 * A session's loaded transcript as the AI SDK's UI messages; the root session's without `sessionId`. The steps of an
 * answer, each a message of OpenCode's own, are one message with `step-start` between them. What did not change since
 * the last call is the same object: parts, messages and the list.
 *
 * `convertToModelMessages` takes it as it is once the run is over: every tool call has a result then. While the run
 * goes on give it `ignoreIncompleteToolCalls`.
 *
 * The list is not readonly because the AI SDK's functions do not take one that is. Do not change it.
 */
export function toUIMessages(state: RunState, options: { readonly sessionId?: string } = {}): OpenCodeUIMessage[] {
  const sessionId = options.sessionId ?? state.sessionId;
  const ids = selectMessageIds(state, sessionId);
  if (sessionId === undefined || ids.length === 0) return NONE;
  const isOver = isRunOver(state.status);
  const inputs = [isOver, state.messages, state.parts, state.pending, state.todosBySession[sessionId]];
  return lists(ids, inputs, () => {
    const list = convert(state, sessionId, ids, isOver);
    const last = list.at(-1);
    return last === undefined ? NONE : sharedLists(last, list, () => list);
  });
}

function convert(state: RunState, sessionId: string, ids: readonly string[], isOver: boolean): OpenCodeUIMessage[] {
  const loaded = ids.flatMap((id) => state.messages.get(id) ?? []);
  const newest = loaded.findLast(({ role }) => role === "assistant");
  // A session works on one message at a time: a tool that says `running` in an older one was interrupted.
  const live = isOver ? undefined : newest;
  const added = toAddedParts(state, sessionId, ids, live);
  return groupsOf(state, loaded).flatMap((group) => {
    const steps = group.messages.map((message) => toStepParts(state, message, message === live, added));
    const isNewest = newest !== undefined && group.messages.at(-1) === newest;
    if (isNewest && added.atEnd.length > 0) steps.push(atEnds(newest, added.atEnd, () => added.atEnd));
    return group.first.role === "user" ? toUserMessage(group, steps[0] ?? []) : shared(group, "assistant", steps);
  });
}

/** Messages that are one to the AI SDK. */
type Group = {
  readonly first: RunMessage;
  readonly messages: RunMessage[];
  /** What they answer, if it is loaded. */
  readonly prompt: RunMessage | undefined;
};

/** Each user message for itself, and what answers the same prompt without a break. */
function groupsOf(state: RunState, loaded: readonly RunMessage[]): readonly Group[] {
  const groups: Group[] = [];
  for (const message of loaded) {
    const group = groups.at(-1);
    const isNextStep =
      message.role === "assistant" && group?.first.role === "assistant" && message.parentId === group.first.parentId;
    if (isNextStep) group.messages.push(message);
    else groups.push({ first: message, messages: [message], prompt: state.messages.get(message.parentId ?? "") });
  }
  return groups;
}

/**
 * A user message has something that a model can read: an empty one is an error to the AI SDK and to some providers.
 * What nobody wrote, such as the mark of a compaction, is a message of the assistant with data parts alone.
 */
function toUserMessage(group: Group, parts: readonly OpenCodeUIPart[]): readonly OpenCodeUIMessage[] {
  if (parts.length === 0) return [];
  if (parts.some(({ type }) => type === "text" || type === "file")) return shared(group, "user", [parts]);
  const files = parts.flatMap((part) =>
    part.type === "data-opencode-file" ? [part.data.filename ?? part.data.mime] : [],
  );
  if (files.length === 0) return shared(group, "assistant", [parts]);
  const text = files.join(", ");
  return shared(group, "user", [fileNames(group.first, [text], () => [{ type: "text", text, state: "done" }]), parts]);
}

/** The message, the same one as long as nothing in it changes. */
function shared(
  { first, messages: steps, prompt }: Group,
  role: OpenCodeUIMessage["role"],
  parts: readonly (readonly OpenCodeUIPart[])[],
): readonly OpenCodeUIMessage[] {
  const metadata = toUIMetadata(first, steps, prompt);
  return [messages(first, [metadata, ...parts], () => ({ id: first.id, role, metadata, parts: parts.flat() }))];
}
