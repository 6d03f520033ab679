import type { OpenCodeClient } from "@opencode-kit/client";
import type { AttachedFile } from "./readAttachment.ts";

/** What somebody has typed and attached and not sent. */
export type Draft = { readonly text: string; readonly files: readonly AttachedFile[] };

export const NO_DRAFT: Draft = { text: "", files: [] };

const byRoom = new WeakMap<object, Map<string, Draft>>();
const NO_ROOM = {};

/** The drafts of a room, by name, as long as the page lives. */
export function draftsOf(client: OpenCodeClient | undefined): Map<string, Draft> {
  const room = client ?? NO_ROOM;
  let drafts = byRoom.get(room);
  if (drafts === undefined) byRoom.set(room, (drafts = new Map<string, Draft>()));
  return drafts;
}

/** What was typed before a run had its session is the session's draft from then on. */
export function draftKeyOf(drafts: Map<string, Draft>, runId: string, sessionId: string | undefined): string {
  if (sessionId === undefined) return runId;
  const early = drafts.get(runId);
  if (early !== undefined) {
    drafts.delete(runId);
    if (!drafts.has(sessionId)) drafts.set(sessionId, early);
  }
  return sessionId;
}
