import type { Part, PartPatched } from "../protocol/index.ts";
import { withId, withoutId } from "./orderedIds.ts";
import type { RunState } from "./RunState.ts";
import { isBeforeWindow, skipped } from "./RunState.ts";
import { appendText, windowOf } from "./TextWindow.ts";

export function setPart(state: RunState, given: Part): RunState {
  const message = state.messages.get(given.messageId);
  if (message === undefined) return isBeforeWindow(state, given.messageId) ? state : skipped(state);
  // A part that came over the wire leaves its session to its message.
  const { sessionId } = message;
  const part = given.sessionId === sessionId ? given : { ...given, sessionId };
  const partIds = withId(message.partIds, part.id);
  return withTool(
    {
      ...state,
      messages: partIds === message.partIds ? state.messages : state.messages.set({ ...message, partIds }),
      parts: state.parts.set(part),
    },
    part,
  );
}

export function patchPart(state: RunState, { id, patch }: PartPatched): RunState {
  const before = state.parts.get(id);
  if (before === undefined) return unknownPart(state);
  const { messageId, sessionId, type } = before;
  const part = uncut({ ...before, ...patch, id, messageId, sessionId, type } as Part, patch);
  return withTool({ ...state, parts: state.parts.set(part) }, part);
}

export function appendToPart(state: RunState, id: string, text: string): RunState {
  const part = state.parts.get(id);
  switch (part?.type) {
    case undefined:
      return unknownPart(state);
    case "text":
    case "reasoning":
      return { ...state, parts: state.parts.set({ ...part, text: part.text + text }) };
    case "tool":
      return { ...state, parts: state.parts.set({ ...part, output: appendText(part.output, text) }) };
    default:
      return skipped(state);
  }
}

export function setOutput(state: RunState, id: string, text: string): RunState {
  const part = state.parts.get(id);
  if (part === undefined) return unknownPart(state);
  if (part.type !== "tool") return skipped(state);
  return { ...state, parts: state.parts.set({ ...part, output: windowOf(text) }) };
}

export function removePart(state: RunState, id: string): RunState {
  const part = state.parts.get(id);
  if (part === undefined) return state;
  const message = state.messages.get(part.messageId);
  return {
    ...state,
    messages:
      message === undefined
        ? state.messages
        : state.messages.set({ ...message, partIds: withoutId(message.partIds, id) }),
    parts: state.parts.delete(id),
    processIds: withoutId(state.processIds, id),
    runningToolIds: withoutId(state.runningToolIds, id),
  };
}

/** A field that is replaced is whole again, whatever a snapshot had left out of it. */
function uncut(part: Part, patch: { readonly [key: string]: unknown }): Part {
  if ("text" in patch && "skipped" in part) {
    const { skipped: _, ...whole } = part;
    return whole;
  }
  if (part.type !== "tool") return part;
  const { isInputCut, isMetadataCut, ...whole } = part;
  return {
    ...whole,
    ...(isInputCut === true && !("input" in patch) ? { isInputCut } : {}),
    ...(isMetadataCut === true && !("metadata" in patch) ? { isMetadataCut } : {}),
  };
}

/** Keeps the lists of running tools and of commands true to the part. */
function withTool(state: RunState, part: Part): RunState {
  if (part.type !== "tool") return state;
  const isLive = part.status === "pending" || part.status === "running";
  const runningToolIds = isLive ? withId(state.runningToolIds, part.id) : withoutId(state.runningToolIds, part.id);
  const hasCommand = part.tool === "bash" && part.status !== "pending";
  const processIds = hasCommand ? withId(state.processIds, part.id) : state.processIds;
  if (runningToolIds === state.runningToolIds && processIds === state.processIds) return state;
  return { ...state, runningToolIds, processIds };
}

/** Parts of messages that are not loaded change unseen. */
function unknownPart(state: RunState): RunState {
  return state.windowFrom === undefined ? skipped(state) : state;
}
