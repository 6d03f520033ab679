import type { OpenCodeEvent } from "@opencode-kit/client/opencode";
import {
  createNextTranslator,
  isJsonObject,
  object,
  parseOpenCodeEvent,
  text,
  toRunEvents,
} from "@opencode-kit/client/opencode";
import type { RunEvent, ServerMessage } from "@opencode-kit/client/protocol";
import type { RecordedMessage } from "@opencode-kit/client/recording";
import type { RunState } from "@opencode-kit/client/state";
import {
  INITIAL_ROOM_STATE,
  initialRunState,
  reduceRunAll,
  toRoomSnapshot,
  toRunSnapshot,
} from "@opencode-kit/client/state";
import type { Recorded } from "./recorded.ts";

const FILES: Readonly<Record<string, string>> = import.meta.glob("../../../../packages/client/recordings/*.jsonl", {
  query: "?raw",
  import: "default",
  eager: true,
});

const DIRECTORY = "/workspace";
const RUN_ID = "run_recorded";
const CHANNEL = `run:${RUN_ID}` as const;

/** What the real agent has streamed, as a room would have sent it. Streams without a conversation are left out. */
export const AGENT_STREAMS: readonly Recorded[] = Object.entries(FILES).flatMap(([path, jsonl]) => {
  const recording = toRecording(jsonl);
  const name = path.replace(/^.*\/|\.jsonl$/g, "");
  return recording === undefined ? [] : [{ name, runId: RUN_ID, recording }];
});

type Timed = { readonly t: number; readonly event: OpenCodeEvent };

function toRecording(jsonl: string): readonly RecordedMessage[] | undefined {
  const { sessionId, events } = readStream(jsonl);
  if (sessionId === "") return undefined;
  const header = { id: RUN_ID, prompt: "", status: "working" as const, createdAt: 1, startedAt: 1, sessionId };
  let state = reduceRunAll(initialRunState(header), [{ type: "session.set", session: { id: sessionId } }]);
  const subscribed = { type: "subscribed" as const, epoch: "e", seq: 0 };
  const room = { ...toRoomSnapshot(INITIAL_ROOM_STATE), sandbox: { status: "ready" as const } };
  const messages: ServerMessage[] = [
    { type: "hello", protocol: 1, room: "recorded", role: "owner" },
    { type: "snapshot", channel: "room", epoch: "e", seq: 0, state: room },
    { ...subscribed, channel: "room" },
    { type: "snapshot", channel: CHANNEL, epoch: "e", seq: 0, state: toRunSnapshot(state) },
    { ...subscribed, channel: CHANNEL },
  ];
  const recording: RecordedMessage[] = messages.map((message) => ({ t: 0, message }));
  let seq = 0;
  const tell = (t: number, changes: readonly RunEvent[]): void => {
    if (changes.length === 0) return;
    state = reduceRunAll(state, changes);
    recording.push({ t, message: { type: "frame", channel: CHANNEL, seq: seq + 1, events: changes } });
    seq += changes.length;
  };
  let isIdle = false;
  for (const { t, event } of events) {
    if (text(event.properties, "sessionID") === sessionId) isIdle = event.type === "session.idle";
    tell(t, toRunEvents(state, event, { directory: DIRECTORY }));
  }
  if (state.messages.size === 0) return undefined;
  const last = [...state.messages.values()].at(-1);
  const endedAt = last?.completedAt ?? last?.createdAt ?? 2;
  const [first] = state.messages.values();
  tell(0, [{ type: "run.patch", patch: { startedAt: first?.createdAt ?? 1 } }]);
  if (isIdle) tell(events.at(-1)?.t ?? 0, [{ type: "run.patch", patch: { status: endOf(state), endedAt } }]);
  return recording.toSorted((a, b) => a.t - b.t);
}

function endOf(state: RunState): RunState["status"] {
  if (state.error !== undefined) return state.error.code === "interrupted" ? "aborted" : "error";
  const error = [...state.messages.values()].at(-1)?.error;
  if (error === undefined) return "complete";
  return error.code === "interrupted" ? "aborted" : "error";
}

/** The events of the first session that is made in the stream. */
function readStream(jsonl: string): { readonly sessionId: string; readonly events: readonly Timed[] } {
  const translator = createNextTranslator();
  const events: Timed[] = [];
  let sessionId = "";
  for (const line of jsonl.trim().split("\n")) {
    const raw: unknown = JSON.parse(line);
    if (!isJsonObject(raw)) continue;
    const http = object(raw, "__http");
    if (sessionId === "" && text(http, "path") === "/session") sessionId = text(object(http, "response"), "id") ?? "";
    const event = "__http" in raw ? undefined : parseOpenCodeEvent(line, DIRECTORY);
    if (event === undefined) continue;
    if (sessionId === "" && event.type === "session.created") {
      sessionId = text(object(event.properties, "info"), "id") ?? "";
    }
    const t = typeof raw["t"] === "number" ? raw["t"] : 0;
    for (const each of translator.translate(event)) events.push({ t, event: each });
  }
  return { sessionId, events };
}
