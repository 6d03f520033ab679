import type { AnsweredRequest, PendingOutcome, PendingRequest, User } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";

/** Answers that a run and a room remember. */
const MAX_ANSWERED = 50;

type Ending = { readonly id: string; readonly outcome: PendingOutcome; readonly by?: User; readonly at?: number };

/** The last answers with one more, if it is one: what is merely gone was not answered. */
export function addAnswered(
  answered: readonly AnsweredRequest[],
  request: PendingRequest | undefined,
  { id, outcome, by, at }: Ending,
): readonly AnsweredRequest[] {
  if (request === undefined || outcome === "gone") return answered;
  const { kind, sessionId, callId } = request;
  const permission = request.kind === "permission" ? request.permission : undefined;
  const entry: AnsweredRequest = { id, kind, sessionId, outcome, ...defined({ callId, permission, by, at }) };
  return [...answered.slice(1 - MAX_ANSWERED), entry];
}
