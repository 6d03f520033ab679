/// <reference types="vite/client" />
import { createNextTranslator, parseOpenCodeEvent, toRunEvents } from "@opencode-kit/client/opencode";
import { isObject } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { initialRunState, reduceRunAll } from "@opencode-kit/client/state";
import { RUN_ID } from "../FakeClient.ts";

const FILES: Readonly<Record<string, string>> = import.meta.glob("../../../client/recordings/*.jsonl", {
  query: "?raw",
  import: "default",
  eager: true,
});

const DIRECTORY = "/workspace";

/** What the real agent did, by the recording's name, as the runs of a room that has seen it from the first event. */
export const RECORDED_RUNS: ReadonlyMap<string, RunState> = new Map(
  Object.entries(FILES).map(([path, text]) => [path.replace(/^.*\/|\.jsonl$/g, ""), stateOf(text)]),
);

function stateOf(text: string): RunState {
  const events = text
    .trim()
    .split("\n")
    .flatMap((line) => parseOpenCodeEvent(line, DIRECTORY) ?? []);
  const translator = createNextTranslator();
  const translated = events.flatMap((event) => translator.translate(event));
  const created = translated.find(({ type }) => type === "session.created")?.properties["info"];
  const sessionId = isObject(created) ? String(created["id"]) : "";
  const header = { id: RUN_ID, prompt: "Go", status: "working" as const, createdAt: 1, sessionId };
  const start = reduceRunAll(initialRunState(header), [{ type: "session.set", session: { id: sessionId } }]);
  return translated.reduce(
    (state, event) => reduceRunAll(state, toRunEvents(state, event, { directory: DIRECTORY })),
    start,
  );
}
