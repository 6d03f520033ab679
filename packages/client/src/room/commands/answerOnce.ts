import type { CommandContext } from "./CommandContext.ts";

/** Sends an answer; the same answer again, after a lost acknowledgement, is answered as the first was. */
export async function answerOnce(
  { answers }: CommandContext,
  requestId: string,
  answer: unknown,
  send: () => Promise<void>,
): Promise<void> {
  const reply = JSON.stringify(answer);
  if (answers.get(requestId) === reply) return;
  await send();
  answers.set(requestId, reply);
}
