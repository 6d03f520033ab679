export { createNextTranslator } from "./next/index.ts";
export { isBusyStatus, parseOpenCodeEvent, sessionIdOf } from "./OpenCodeEvent.ts";
export { readDiffs } from "./readDiffs.ts";
export { hasEnded, reconcile } from "./reconcile.ts";
export { toError } from "./toError.ts";
export { toRelativePath } from "./toRelativePath.ts";
export { count, isJsonObject, object, objects, text, texts } from "./readers.ts";
export { openTextIds, repairedTextIds } from "./tornParts.ts";
export { attachmentData } from "./toAttachment.ts";
export { diffEvents, knownMoves } from "./toDiffs.ts";
export { statusEvents, toRunEvents } from "./toRunEvents.ts";

export type { NextTranslator } from "./next/index.ts";
export type { OpenCodeEvent } from "./OpenCodeEvent.ts";
export type { OpenCodeRecord } from "./reconcile.ts";
export type { DiffCache } from "./readDiffs.ts";
export type { RunContext } from "./RunContext.ts";
