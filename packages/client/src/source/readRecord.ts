import type { OpenCodeRecord } from "../opencode/index.ts";
import { object, text } from "../opencode/index.ts";
import type { JsonObject } from "../protocol/index.ts";
import { OpenCodeKitError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { OpenCodeApi } from "./createOpenCodeApi.ts";

/** Messages of one request. */
const PAGE = 50;

export type ReadOptions = {
  readonly sessionId: string;
  /** Messages of the root session up to this id belong to earlier runs. */
  readonly afterMessageId: string | undefined;
  /** The fold when the record is read. */
  readonly before: RunState;
  /**
   * `changed`: what may have changed since the fold's last event: newer messages, those that were not finished, and the
   * prompt with its summary. `whole`: every message of the run.
   */
  readonly scope: "changed" | "whole";
};

/** OpenCode's own record of a run, and whether it works on it. */
export type RecordReading = {
  readonly record: OpenCodeRecord;
  /** The newest message of the root session. */
  readonly newest: JsonObject | undefined;
  readonly isBusy: boolean;
};

/** Reads messages of the root session and of its children, their statuses and todos, and what waits for a person. */
export async function readRecord(api: OpenCodeApi, options: ReadOptions): Promise<RecordReading> {
  const { sessionId, before } = options;
  const [root, rootMessages, children, statuses] = await Promise.all([
    api.getSession(sessionId),
    readMessages(api, sessionId, options),
    readChildren(api, sessionId, options),
    api.listStatuses(),
  ]);
  const [permissions, questions, ...todos] = await Promise.all([
    api.listPermissions(),
    api.listQuestions(),
    api.listTodos(sessionId),
    ...children.map(({ info }) => api.listTodos(String(info["id"]))),
  ]);
  const ids = [sessionId, ...children.map(({ info }) => String(info["id"]))];
  const lists = [rootMessages, ...children.map(({ list }) => list)];
  return {
    record: {
      messages: lists.flatMap((list) => list.messages),
      listedFrom: Object.fromEntries(ids.map((id, i) => [id, lists[i]?.from ?? ""])),
      sessions: [root, ...children.map(({ info }) => info)],
      statuses,
      todos: Object.fromEntries(ids.map((id, i) => [id, todos[i] ?? []])),
      permissions,
      questions,
      before,
    },
    newest: rootMessages.messages.at(-1),
    isBusy: isBusy(statuses, sessionId),
  };
}

function isBusy(statuses: JsonObject, sessionId: string): boolean {
  const status = object(statuses, sessionId);
  return text(status, "type") !== undefined && text(status, "type") !== "idle";
}

type Listed = { readonly messages: readonly JsonObject[]; readonly from: string };

async function readMessages(
  api: OpenCodeApi,
  sessionId: string,
  { before, scope, afterMessageId = "", sessionId: rootId }: ReadOptions,
): Promise<Listed> {
  const start = sessionId === rootId ? afterMessageId : "";
  const known = before.sessions[sessionId]?.messageIds ?? [];
  const until = scope === "whole" ? start : (known.at(-1) ?? start);
  const pages: (readonly JsonObject[])[] = [];
  let cursor: string | undefined;
  let from = "";
  do {
    const page = await api.listMessages(sessionId, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    pages.unshift(page.messages);
    cursor = page.cursor;
    from = cursor === undefined ? "" : idOf(page.messages[0]);
  } while (cursor !== undefined && from > until);
  const listed = pages.flat().filter((message) => idOf(message) > start);
  const ids = new Set(listed.map(idOf));
  const others = known.filter((id) => !ids.has(id) && id < from && mayChange(before, id));
  const single = await Promise.all(others.map((id) => orNothing(api.getMessage(sessionId, id))));
  const found = single.filter((message) => message !== undefined);
  return { messages: [...found, ...listed].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)), from };
}

/** A prompt gets its summary late; an answer that is not finished, or whose tool runs, is still written. */
function mayChange(state: RunState, id: string): boolean {
  const message = state.messages.get(id);
  if (message?.role === "user") return message.sessionId === state.sessionId;
  return (
    state.openMessageIds.includes(id) ||
    state.runningToolIds.some((partId) => state.parts.get(partId)?.messageId === id)
  );
}

type Child = { readonly info: JsonObject; readonly list: Listed };

async function readChildren(api: OpenCodeApi, sessionId: string, options: ReadOptions): Promise<readonly Child[]> {
  const infos = await api.listChildren(sessionId);
  const children = await Promise.all(
    infos.map(async (info): Promise<readonly Child[]> => {
      const id = text(info, "id") ?? "";
      if (options.scope === "changed" && isFinished(options.before, id)) return [];
      const [list, below] = await Promise.all([readMessages(api, id, options), readChildren(api, id, options)]);
      return [{ info, list }, ...below];
    }),
  );
  return children.flat();
}

/** A child whose `task` has ended before the record was read says nothing more. */
function isFinished(state: RunState, sessionId: string): boolean {
  if (state.sessions[sessionId] === undefined) return false;
  const { parentId } = state.sessions[sessionId];
  const isRun = state.runningToolIds.some((id) => {
    const part = state.parts.get(id);
    return part?.type === "tool" && part.tool === "task" && part.sessionId === parentId;
  });
  const isOpen = state.openMessageIds.some((id) => state.messages.get(id)?.sessionId === sessionId);
  return !isRun && !isOpen;
}

/** A message may be removed while it is asked for. */
async function orNothing(message: Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await message;
  } catch (error) {
    if (error instanceof OpenCodeKitError && error.code === "not_found") return undefined;
    throw error;
  }
}

function idOf(message: JsonObject | undefined): string {
  return message === undefined ? "" : (text(object(message, "info"), "id") ?? "");
}
