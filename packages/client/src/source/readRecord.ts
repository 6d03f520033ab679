import type { OpenCodeRecord } from "../opencode/index.ts";
import { object, objects, text } from "../opencode/index.ts";
import type { JsonObject } from "../protocol/index.ts";
import { OpenCodeKitError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { selectMessageIds } from "../state/index.ts";
import type { OpenCodeApi } from "./createOpenCodeApi.ts";

/** Messages of the first request, and of each that follows: after a blink few are new. */
const FIRST_PAGE = 10;
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
  const [root, rootMessages, statuses] = await Promise.all([
    api.getSession(sessionId),
    readMessages(api, sessionId, options),
    api.listStatuses(),
  ]);
  const children = await readChildren(api, sessionId, rootMessages, options);
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
    const limit = pages.length === 0 && scope === "changed" ? FIRST_PAGE : PAGE;
    const page = await api.listMessages(sessionId, { limit, ...(cursor === undefined ? {} : { cursor }) });
    pages.unshift(page.messages);
    cursor = page.cursor;
    from = cursor === undefined ? "" : idOf(page.messages[0]);
  } while (cursor !== undefined && from > until);
  const listed = pages.flat().filter((message) => idOf(message) > start);
  const ids = new Set(listed.map(idOf));
  const others = [...changingIds(before, sessionId)].filter((id) => !ids.has(id) && id < from);
  const single = await Promise.all(others.map((id) => orNothing(api.getMessage(sessionId, id))));
  const found = single.filter((message) => message !== undefined);
  return { messages: [...found, ...listed].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)), from };
}

/** The newest prompt gets its summary late; an answer that is not finished, or whose tool runs, is still written. */
function changingIds(state: RunState, sessionId: string): ReadonlySet<string> {
  const prompt = selectMessageIds(state).findLast((id) => state.messages.get(id)?.role === "user");
  const withTools = state.runningToolIds.flatMap((id) => state.parts.get(id)?.messageId ?? []);
  const ids = [...(prompt === undefined ? [] : [prompt]), ...state.openMessageIds, ...withTools];
  return new Set(ids.filter((id) => state.messages.get(id)?.sessionId === sessionId));
}

type Child = { readonly info: JsonObject; readonly list: Listed };

/** The sessions below one whose messages were listed. Of the whole record OpenCode lists them; else their tasks tell. */
async function readChildren(
  api: OpenCodeApi,
  sessionId: string,
  { messages }: Listed,
  options: ReadOptions,
): Promise<readonly Child[]> {
  const infos =
    options.scope === "whole"
      ? await api.listChildren(sessionId)
      : await Promise.all(changingChildIds(options.before, sessionId, messages).map((id) => api.getSession(id)));
  const children = await Promise.all(
    infos.map(async (info): Promise<readonly Child[]> => {
      const id = text(info, "id") ?? "";
      const list = await readMessages(api, id, options);
      return [{ info, list }, ...(await readChildren(api, id, list, options))];
    }),
  );
  return children.flat();
}

/** Children whose task runs, ran while nobody listened, or left an answer open. Another one says nothing more. */
function changingChildIds(state: RunState, parentId: string, messages: readonly JsonObject[]): readonly string[] {
  const ids = new Set<string>();
  for (const part of messages.flatMap((message) => objects(message, "parts"))) {
    const id = text(object(object(part, "state"), "metadata"), "sessionId");
    if (text(part, "tool") === "task" && id !== undefined) ids.add(id);
  }
  for (const id of state.openMessageIds) {
    const sessionId = state.messages.get(id)?.sessionId ?? "";
    if (state.sessions[sessionId]?.parentId === parentId) ids.add(sessionId);
  }
  return [...ids];
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
