import type { Transport } from "@opencode-kit/client";
import type { ClientMessage, Command, RunEvent, ServerMessage } from "@opencode-kit/client/protocol";
import { OpenCodeKitError, toWireError } from "@opencode-kit/client/protocol";
import type { Recording } from "@opencode-kit/client/recording";
import type { RunState } from "@opencode-kit/client/state";
import { fromRunSnapshot, initialRunState, messagePage, reduceRunAll, toRunSnapshot } from "@opencode-kit/client/state";
import { RUN_ID } from "./Script.ts";

/** What a room tells of what a recording leaves out. */
export type Answers = (command: Command) => unknown;

/** As far away as a room is, in ms: a story shows what a viewer sees while they wait. */
const ANSWER_MS = 150;

/** The transport with somebody who answers its commands. */
export function withAnswers(transport: Transport, answers: Answers): Transport {
  let deliver: (message: ServerMessage) => void = () => undefined;
  return {
    ...transport,
    start: (handlers) => {
      deliver = (message) => handlers.onText(JSON.stringify(message));
      transport.start(handlers);
    },
    send: (text) => {
      const message = JSON.parse(text) as ClientMessage;
      if (message.type !== "command") return transport.send(text);
      const { id, command } = message;
      setTimeout(() => {
        try {
          deliver({ type: "result", id, ok: true, value: answers(command) });
        } catch (error) {
          deliver({ type: "result", id, ok: false, error: toWireError(error) });
        }
      }, ANSWER_MS);
    },
  };
}

export type Joined = { readonly recording: Recording; readonly answers: Answers };

/** Somebody who joins when all of the recording has happened: a snapshot, and a room that has the rest. */
export function joinLate(whole: Recording): Joined {
  const events = whole.flatMap(({ message }) =>
    message.type === "frame" && message.channel === `run:${RUN_ID}` ? (message.events as readonly RunEvent[]) : [],
  );
  const [first] = whole.flatMap(({ message }) =>
    message.type === "snapshot" && "header" in message.state ? [message.state] : [],
  );
  const empty = initialRunState({ id: RUN_ID, prompt: "", status: "working", createdAt: 0 });
  const state = reduceRunAll(first === undefined ? empty : fromRunSnapshot(first), events);
  const recording = whole.flatMap((entry) => {
    const { message } = entry;
    if (message.type === "snapshot" && "header" in message.state) {
      return [{ ...entry, message: { ...message, state: toRunSnapshot(state) } }];
    }
    return message.type === "frame" && message.channel === `run:${RUN_ID}` ? [] : [entry];
  });
  return { recording, answers: answersOf(state, outputsOf(events)) };
}

/** Whole outputs by part: the state keeps windows of them. */
function outputsOf(events: readonly RunEvent[]): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const event of events) {
    if (event.type === "part.append") outputs.set(event.id, (outputs.get(event.id) ?? "") + event.text);
  }
  return outputs;
}

function answersOf(state: RunState, outputs: ReadonlyMap<string, string>): Answers {
  return (command) => {
    switch (command.name) {
      case "getMessages":
        return messagePage(state, command);
      case "getPart":
        return { part: state.parts.get(command.partId) };
      case "getPending":
        return { request: state.pending.find(({ id }) => id === command.requestId) };
      case "getOutput": {
        const { offset = 0, limit = 500_000 } = command;
        const text = outputs.get(command.partId) ?? "";
        return { text: text.slice(offset, offset + limit), offset, chars: text.length };
      }
      default:
        throw new OpenCodeKitError("not_found", "The story does not tell this.");
    }
  };
}
