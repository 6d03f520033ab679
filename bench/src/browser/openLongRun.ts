import type { OpenCodeClient } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import type { Part, RunEvent } from "@opencode-kit/client/protocol";
import { EMPTY_TEXT, initialRunState, toRunSnapshot } from "@opencode-kit/client/state";
import { createFakeTransport } from "@opencode-kit/client/testing";
import { command, fileName, logLines, phrase } from "../generate/texts.ts";
import type { Random } from "../lib/createRandom.ts";
import { createRandom } from "../lib/createRandom.ts";
import { writeMarkdown } from "./writeMarkdown.ts";

export const RUN_ID = "run_long";
const SESSION = "ses_long";
const CHANNEL = `run:${RUN_ID}` as const;
const EPOCH = "long";

export type LongRun = {
  readonly client: OpenCodeClient;
  /** Lets the last message grow. */
  append(text: string): void;
};

/** A live run with so many messages, all of them loaded: a client as the kit makes it, over a room that is made up. */
export function openLongRun(messages: number): LongRun {
  const room = createFakeTransport();
  const client = createOpenCodeClient({ transport: room.transport });
  // The client follows what is shown; the bench shows the run only when all of it is here.
  client.run(RUN_ID).subscribe(() => undefined);
  const events = writeEvents(messages);
  const header = {
    id: RUN_ID,
    prompt: "Bench",
    status: "working",
    sessionId: SESSION,
    createdAt: 1,
    startedAt: 1,
  } as const;
  room.accepts();
  room.sends(
    { type: "snapshot", channel: CHANNEL, epoch: EPOCH, seq: 0, state: toRunSnapshot(initialRunState(header)) },
    { type: "frame", channel: CHANNEL, seq: 1, events },
    { type: "subscribed", channel: CHANNEL, epoch: EPOCH, seq: events.length },
  );
  let seq = events.length;
  const last = `p${idOf(messages - 1)}`;
  return {
    client,
    append: (text) =>
      room.sends({ type: "frame", channel: CHANNEL, seq: ++seq, events: [{ type: "part.append", id: last, text }] }),
  };
}

function idOf(at: number): string {
  return `msg_${String(at).padStart(6, "0")}`;
}

function writeEvents(messages: number): readonly RunEvent[] {
  const random = createRandom(7);
  const session: RunEvent = { type: "session.set", session: { id: SESSION, title: "A long session" } };
  const rest = Array.from({ length: messages }, (_, at): readonly RunEvent[] => {
    const id = idOf(at);
    const role = at % 9 === 0 ? "user" : "assistant";
    return [
      { type: "message.set", message: { id, sessionId: SESSION, role, createdAt: at, completedAt: at + 1 } },
      { type: "part.set", part: writePart(random, id, role === "user" || at === messages - 1) },
    ];
  });
  return [session, ...rest.flat()];
}

/** Of ten answers six are tools, as in the recordings. */
function writePart(random: Random, messageId: string, isText: boolean): Part {
  const base = { id: `p${messageId}`, messageId, sessionId: SESSION };
  if (isText || random.chance(0.4))
    return { ...base, type: "text", text: writeMarkdown(random, random.int(60, 1_200)) };
  const head = logLines(random, random.int(200, 2_000));
  const done = { status: "completed", startedAt: 1, endedAt: 900, metadata: {}, callId: `call_${messageId}` } as const;
  if (random.chance(0.5)) {
    const output = { ...EMPTY_TEXT, head, chars: head.length, bytes: head.length };
    return { ...base, ...done, type: "tool", tool: "bash", input: { command: command(random) }, output };
  }
  const input = { filePath: fileName(random), pattern: phrase(random, 10) };
  return { ...base, ...done, type: "tool", tool: random.pick(["read", "grep", "glob"]), input, output: EMPTY_TEXT };
}
