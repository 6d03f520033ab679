import type { Revert, RunEvent } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { selectMessageIds } from "../state/index.ts";
import type { RunStore, ValueStore } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";

/** Shows what was done to a session in all its runs: those that have ended hear nothing of OpenCode's any more. */
export class SessionRuns {
  readonly #runs: RunStore;
  readonly #values: ValueStore;
  readonly #logs: RunLogs;

  constructor({ runs, values }: { readonly runs: RunStore; readonly values: ValueStore }, logs: RunLogs) {
    this.#runs = runs;
    this.#values = values;
    this.#logs = logs;
  }

  /** The session's name is now `title`. */
  rename(sessionId: string, title: string): void {
    this.#append(sessionId, (state) => [
      ...changed(state, sessionId, { title }),
      { type: "run.patch", patch: { title } },
    ]);
  }

  /** The session was taken back to before a message; or brought back, without one. */
  revert(sessionId: string, messageId: string | undefined): void {
    if (messageId === undefined) this.#values.remove(keyOf(sessionId));
    else this.#values.set(keyOf(sessionId), messageId);
    this.#append(sessionId, (state) => {
      const before = state.sessions[sessionId]?.revert;
      if (before?.isFinal === true) return [];
      const isReverted = messageId !== undefined && (selectMessageIds(state)[0] ?? "") >= messageId;
      const wasReverted = state.isReverted === true;
      return [
        ...changed(state, sessionId, { revert: messageId === undefined ? undefined : { messageId } }),
        ...(isReverted === wasReverted ? [] : [{ type: "run.patch", patch: { isReverted } } as const]),
      ];
    });
  }

  /** OpenCode has a new prompt: what was taken back in its session is gone for good. */
  onPrompted(runId: string): void {
    const sessionId = this.#runs.get(runId)?.sessionId;
    if (sessionId === undefined || this.#values.get(keyOf(sessionId)) === undefined) return;
    this.#values.remove(keyOf(sessionId));
    this.#append(sessionId, (state) => {
      const revert = state.sessions[sessionId]?.revert;
      return revert === undefined ? [] : changed(state, sessionId, { revert: { ...revert, isFinal: true } });
    });
  }

  #append(sessionId: string, events: (state: RunState) => readonly RunEvent[]): void {
    for (const { id } of this.#runs.listBySession(sessionId)) {
      const log = this.#logs.get(id);
      if (log === undefined || log.state.sessionId !== sessionId) continue;
      this.#logs.append(id, events(log.state));
    }
  }
}

function changed(
  state: RunState,
  id: string,
  change: { readonly title?: string; readonly revert?: Revert | undefined },
): readonly RunEvent[] {
  const session = state.sessions[id];
  if (session === undefined) return [];
  const { parentId, title, revert } = { ...session, ...change };
  return [{ type: "session.set", session: { id, ...defined({ parentId, title, revert }) }, isChange: true }];
}

function keyOf(sessionId: string): string {
  return `revert:${sessionId}`;
}
