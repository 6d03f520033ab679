import { statusEvents } from "../opencode/index.ts";
import type { PendingOutcome, PendingRequest, RunEvent, User } from "../protocol/index.ts";
import { defined, OpenCodeKitError } from "../protocol/index.ts";
import type { Actor } from "./Actor.ts";
import type { Answer, AnswerStore } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";

/** An answer to a request that waits. */
export type Answering = {
  readonly operationId: string;
  readonly requestId: string;
  readonly kind: PendingRequest["kind"];
  readonly outcome: PendingOutcome;
  readonly actor: Actor;
};

/** Lets the first answer to each request win, and remembers whose it was. */
export class Answers {
  readonly #store: AnswerStore;
  readonly #logs: RunLogs;
  /** Answers on their way to OpenCode: one that is not here and was not sent was lost with the room's memory. */
  readonly #underway = new Map<string, Promise<void>>();

  constructor(store: AnswerStore, logs: RunLogs) {
    this.#store = store;
    this.#logs = logs;
  }

  /**
   * Takes an answer, unless another one came first. Rejects with `request_answered`, which says whose and what,
   * `request_gone` or `request_unknown`.
   */
  async take(answering: Answering, send: () => Promise<void>): Promise<void> {
    const { operationId, requestId, kind, outcome, actor } = answering;
    const known = this.#store.get(requestId);
    const underway = this.#underway.get(requestId);
    if (known !== undefined && (known.isSent || underway !== undefined)) {
      if (known.operationId !== operationId) throw tooLate(known);
      // The same answer again, after a lost acknowledgement.
      return underway;
    }
    const waiting = this.#logs.findWaiting(requestId);
    if (waiting === undefined) throw unknown();
    if (waiting.request.kind !== kind) {
      throw new OpenCodeKitError("bad_request", `The request is a ${waiting.request.kind}, which has other answers.`);
    }
    const answer: Answer = { outcome, operationId, at: Date.now(), isSent: false, ...defined({ by: actor.user }) };
    this.#store.set(requestId, answer);
    const sent = this.#send(waiting.runId, requestId, answer, send);
    this.#underway.set(requestId, sent);
    try {
      await sent;
    } finally {
      this.#underway.delete(requestId);
    }
  }

  /** Events of a run, where a request ends with the name of who has answered it. Remembers those that nobody did. */
  signed(events: readonly RunEvent[]): readonly RunEvent[] {
    if (!events.some(({ type }) => type === "pending.remove")) return events;
    return events.map((event) => {
      if (event.type !== "pending.remove") return event;
      const known = this.#store.get(event.id);
      if (known === undefined) {
        const at = Date.now();
        this.#store.set(event.id, { outcome: event.outcome, at, isSent: true });
        return { ...event, at };
      }
      const { by, at, outcome } = known;
      return { ...event, outcome, at, ...defined({ by }) };
    });
  }

  async #send(runId: string, requestId: string, answer: Answer, send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      this.#store.remove(requestId);
      if (!(error instanceof OpenCodeKitError && error.code === "not_found")) throw error;
      this.#end(runId, { type: "pending.remove", id: requestId, outcome: "gone" });
      throw gone();
    }
    this.#store.set(requestId, { ...answer, isSent: true });
    // OpenCode says so too, but a stream may just be lost.
    this.#end(runId, { type: "pending.remove", id: requestId, outcome: answer.outcome });
  }

  #end(runId: string, event: Extract<RunEvent, { type: "pending.remove" }>): void {
    const state = this.#logs.get(runId)?.state;
    if (state === undefined || !state.pending.some(({ id }) => id === event.id)) return;
    this.#logs.append(runId, this.signed([event, ...statusEvents(state, [event])]));
  }
}

function tooLate({ outcome, by }: Answer): OpenCodeKitError {
  if (outcome === "gone") return gone();
  return new OpenCodeKitError("request_answered", `${nameOf(by)} has already answered: ${WORDS[outcome]}.`);
}

function nameOf(user: User | undefined): string {
  return user === undefined ? "Somebody" : (user.name ?? user.id);
}

const WORDS: Readonly<Record<Exclude<PendingOutcome, "gone">, string>> = {
  once: "allowed once",
  always: "always allowed",
  reject: "rejected",
  answered: "answered",
  continue: "goes on",
  stop: "stopped",
};

function gone(): OpenCodeKitError {
  return new OpenCodeKitError("request_gone", "This request is no longer open: the agent has gone on without it.");
}

function unknown(): OpenCodeKitError {
  return new OpenCodeKitError("request_unknown", "This room has no such request. It may be another room's.");
}
