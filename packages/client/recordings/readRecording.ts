import { readdirSync, readFileSync } from "node:fs";
import type { OpenCodeEvent, OpenCodeRecord, RunContext } from "../src/opencode/index.ts";
import { createNextTranslator, parseOpenCodeEvent, toRunEvents } from "../src/opencode/index.ts";
import type { JsonObject, RunEvent } from "../src/protocol/index.ts";
import { isObject } from "../src/protocol/index.ts";
import type { RunState } from "../src/state/index.ts";
import { initialRunState, reduceRunAll } from "../src/state/index.ts";

export const CONTEXT = { directory: "/workspace" };

/** Names of all recordings. */
export const RECORDINGS = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => file.replace(".jsonl", ""));

/** A recording of OpenCode's own stream. */
export type RecordedStream = {
  readonly name: string;
  readonly sessionId: string;
  readonly events: readonly OpenCodeEvent[];
  /** The last answer to `GET /session/{id}/message`, if the recording has one, and how many events came before it. */
  readonly record: (OpenCodeRecord & { readonly at: number }) | undefined;
};

export function readRecording(name: string): RecordedStream {
  const text = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), "utf8");
  const events: OpenCodeEvent[] = [];
  const translator = createNextTranslator();
  let sessionId = "";
  let record: RecordedStream["record"];
  for (const line of text.trim().split("\n")) {
    const http: unknown = (JSON.parse(line) as { __http?: unknown }).__http;
    if (isObject(http)) {
      const response = http["response"];
      const path = String(http["path"]);
      if (sessionId === "" && path === "/session" && isObject(response)) sessionId = String(response["id"]);
      if (path === `/session/${sessionId}/message` && Array.isArray(response)) {
        record = { messages: response as JsonObject[], listedFrom: { [sessionId]: "" }, at: events.length };
      }
      continue;
    }
    const event = parseOpenCodeEvent(line, CONTEXT.directory);
    if (event === undefined) continue;
    const info = event.properties["info"];
    if (sessionId === "" && event.type === "session.created" && isObject(info)) sessionId = String(info["id"]);
    events.push(...translator.translate(event));
  }
  return { name, sessionId, events, record };
}

/** A run that just started on the session. */
export function startedRun(sessionId: string): RunState {
  const run = initialRunState({ id: "run", prompt: "go", status: "working", createdAt: 0, sessionId });
  return reduceRunAll(run, [{ type: "session.set", session: { id: sessionId } }]);
}

/** `context` for what a run knows beside its fold. */
export function foldStream(
  state: RunState,
  events: readonly OpenCodeEvent[],
  context: Partial<RunContext> = {},
): RunState {
  let next = state;
  for (const event of events) next = reduceRunAll(next, toRunEvents(next, event, { ...CONTEXT, ...context }));
  return next;
}

/** All events of a run, as the mapping gives them for the stream. */
export function runEventsOf(state: RunState, events: readonly OpenCodeEvent[]): readonly RunEvent[] {
  let next = state;
  return events.flatMap((event) => {
    const changes = toRunEvents(next, event, CONTEXT);
    next = reduceRunAll(next, changes);
    return changes;
  });
}
