import type { OpenCodeRecord } from "@opencode-kit/client/opencode";
import type { JsonObject } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import type { OpenCodeApi } from "../opencode/createOpenCodeApi.ts";

/** OpenCode's own record of a run, and whether it works on it. */
export type RunRecordReading = {
  readonly record: OpenCodeRecord;
  /** Messages of the root session only. */
  readonly rootMessages: readonly JsonObject[];
  readonly isBusy: boolean;
};

/** Reads messages of the root session and of all its children, status and pending lists. */
export async function readRecord(api: OpenCodeApi, sessionId: string, state: RunState): Promise<RunRecordReading> {
  const waitedBefore = new Set(state.pending.map(({ id }) => id));
  const [rootMessages, children, isBusy] = await Promise.all([
    api.listMessages(sessionId),
    listDescendants(api, sessionId),
    api.isBusy(sessionId),
  ]);
  const childMessages = await Promise.all(children.map(({ id }) => api.listMessages(String(id))));
  const [permissions, questions] = await Promise.all([api.listPermissions(), api.listQuestions()]);
  return {
    record: { messages: [...rootMessages, ...childMessages.flat()], children, permissions, questions, waitedBefore },
    rootMessages,
    isBusy,
  };
}

async function listDescendants(api: OpenCodeApi, sessionId: string): Promise<readonly JsonObject[]> {
  const children = await api.listChildren(sessionId);
  const below = await Promise.all(children.map(({ id }) => listDescendants(api, String(id))));
  return [...children, ...below.flat()];
}
