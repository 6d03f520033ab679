import type { ChannelStatus, ConnectionState, OpenCodeClient, ReadableStore, SubmitInput } from "@opencode-kit/client";
import type {
  FilesEvent,
  Message,
  MessagePage,
  RoomEvent,
  RunEvent,
  RunSummary,
  SubmitResult,
  TextPart,
  ToolPart,
} from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { FilesState, RoomState, RunState } from "@opencode-kit/client/state";
import {
  EMPTY_TEXT,
  INITIAL_FILES_STATE,
  INITIAL_ROOM_STATE,
  initialRunState,
  mergePage,
  reduceFiles,
  reduceRoom,
  reduceRunAll,
} from "@opencode-kit/client/state";
import { flushSync } from "react-dom";

type Store<T> = ReadableStore<T> & { set(value: T): void };

function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      const entry = (): void => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}

/** What the room tells of what the state leaves out. A test gives the answers that it needs. */
export type Answers = Partial<
  Pick<
    OpenCodeClient,
    | "getPart"
    | "getPending"
    | "getPrompt"
    | "getOutput"
    | "getAttachment"
    | "getDiff"
    | "readFile"
    | "listRunDiffs"
    | "listSessions"
    | "listModels"
    | "listAgents"
  > & {
    readonly submit: (input: SubmitInput) => SubmitResult | Promise<SubmitResult>;
    readonly loadOlder: (sessionId: string | undefined) => MessagePage | Promise<MessagePage>;
  }
>;

export type Call = readonly [name: string, ...args: readonly unknown[]];

/** A room at hand: its events are the test's, its states are folded by the real folds, its commands are kept. */
export type FakeClient = {
  readonly client: OpenCodeClient;
  readonly calls: readonly Call[];
  emits(...events: readonly RunEvent[]): void;
  emitsRoom(...events: readonly RoomEvent[]): void;
  /** The room is this from now on, as after a snapshot. */
  showsRoom(state: RoomState): void;
  emitsFiles(...events: readonly FilesEvent[]): void;
  connects(state: ConnectionState): void;
  /** The run is this from now on, as after a snapshot. */
  shows(state: RunState): void;
  /** Commands reject with this from now on; with nothing, they are taken again. */
  refuses(error?: Error): void;
  /** Commands are not answered from now on. */
  isAway(): void;
};

export const RUN_ID = "run_1";
export const ROOM = "room_1";
export const ROOT = "ses_1";

export function createFakeClient(answers: Answers = {}): FakeClient {
  const header = {
    id: RUN_ID,
    prompt: "Do it",
    status: "working" as const,
    sessionId: ROOT,
    createdAt: 1,
    startedAt: 1,
  };
  const run = createStore<RunState>(
    reduceRunAll(initialRunState(header), [{ type: "session.set", session: { id: ROOT } }]),
  );
  const files = createStore<FilesState>(INITIAL_FILES_STATE);
  const room = createStore<RoomState>(INITIAL_ROOM_STATE);
  const connection = createStore<ConnectionState>({ status: "open", role: "owner" });
  const status = createStore<ChannelStatus>({ phase: "live" });
  const calls: Call[] = [];
  let failure: Error | undefined;
  let isAway = false;

  const call = <T>(name: string, value: T, ...args: readonly unknown[]): Promise<T> => {
    calls.push([name, ...args]);
    if (isAway) return new Promise(() => undefined);
    return failure === undefined ? Promise.resolve(value) : Promise.reject(failure);
  };
  const change = (action: () => void): void => flushSync(action);
  const ask = async <I, T>(name: string, input: I, answer: ((input: I) => T | Promise<T>) | undefined): Promise<T> => {
    await call(name, undefined, input);
    if (answer === undefined) throw new OpenCodeKitError("not_found", `The test has no answer to ${name}.`);
    return answer(input);
  };
  const runStore = {
    ...run,
    status,
    loadOlder: async (sessionId?: string) => {
      const page = await ask("loadOlder", sessionId, answers.loadOlder);
      run.set(mergePage(run.get(), page));
      return page.hasOlder;
    },
  };

  return {
    calls,
    client: {
      address: { key: "fake", room: ROOM },
      connection,
      room: { ...room, status },
      files: { ...files, status },
      run: () => runStore,
      submit: async (input) => {
        const result = await call("submit", { runId: RUN_ID, disposition: "started" as const }, input);
        return answers.submit?.(input) ?? result;
      },
      stop: (runId, options) =>
        call("stop", { status: "stopping" as const }, runId, ...(options === undefined ? [] : [options])),
      getPrompt: (runId) => ask("getPrompt", runId, answers.getPrompt),
      editQueued: (input) => call("editQueued", undefined, input),
      moveQueued: (input) => call("moveQueued", undefined, input),
      steerQueued: (runId) => call("steerQueued", { runId: RUN_ID }, runId),
      resumeQueue: (runId) => call("resumeQueue", undefined, runId),
      killProcess: (input) => call("killProcess", undefined, input),
      replyToPermission: (input) => call("replyToPermission", { reply: input.reply }, input),
      replyToQuestion: (input) => call("replyToQuestion", { answered: true as const }, input),
      rejectQuestion: (id) => call("rejectQuestion", { rejected: true as const }, id),
      replyToBudget: (input) => call("replyToBudget", { reply: input.reply }, input),
      listSessions: (input) => ask("listSessions", input, answers.listSessions),
      renameSession: (input) => call("renameSession", undefined, input),
      forkSession: (input) => call("forkSession", { sessionId: "ses_fork", runId: "run_fork" }, input),
      revertSession: (input) => call("revertSession", undefined, input),
      unrevertSession: (sessionId) => call("unrevertSession", undefined, sessionId),
      summarizeSession: (sessionId) => call("summarizeSession", { runId: "run_summary" }, sessionId),
      listModels: async () => (answers.listModels === undefined ? [] : answers.listModels()),
      listAgents: async () => (answers.listAgents === undefined ? [] : answers.listAgents()),
      listAudit: (input) => call("listAudit", [], input),
      linkArtifact: (path) => call("linkArtifact", { url: "data:,x", filename: path, size: 1, expiresAt: 0 }, path),
      listFolder: (path) => call("listFolder", { entries: [], truncated: false }, path),
      readFile: (input) => ask("readFile", input, answers.readFile),
      createBackup: () => call("createBackup", { id: "backup_1", createdAt: 1 }),
      restoreBackup: (id) => call("restoreBackup", { id, createdAt: 1 }, id),
      listBackups: () => call("listBackups", []),
      listPorts: () => call("listPorts", []),
      exposePort: (port) => call("exposePort", { port, url: `http://${port}.preview.test/` }, port),
      unexposePort: (port) => call("unexposePort", undefined, port),
      getMessages: () => call("getMessages", { messages: [], parts: [], hasOlder: false }),
      getPart: (input) => ask("getPart", input, answers.getPart),
      getPending: (requestId) => ask("getPending", requestId, answers.getPending),
      getOutput: (input) => ask("getOutput", input, answers.getOutput),
      getAttachment: (input) => ask("getAttachment", input, answers.getAttachment),
      getDiff: (input) => ask("getDiff", input, answers.getDiff),
      listRunDiffs: (runId) => ask("listRunDiffs", runId, answers.listRunDiffs),
      listSessionDiffs: (sessionId) => call("listSessionDiffs", [], sessionId),
      listWorkspaceDiffs: () => call("listWorkspaceDiffs", []),
      stats: () => ({ messages: 0, chars: 0, unknownMessages: 0, skippedEvents: 0 }),
      reconnect: () => void calls.push(["reconnect"]),
      dispose: () => void calls.push(["dispose"]),
    },
    emits: (...events) => change(() => run.set(reduceRunAll(run.get(), events))),
    emitsFiles: (...events) => change(() => files.set(events.reduce(reduceFiles, files.get()))),
    connects: (state) => change(() => connection.set(state)),
    shows: (state) => change(() => run.set(state)),
    emitsRoom: (...events) => change(() => room.set(events.reduce(reduceRoom, room.get()))),
    showsRoom: (state) => change(() => room.set(state)),
    isAway: () => {
      isAway = true;
    },
    refuses: (error) => {
      failure = error;
    },
  };
}

/** A run as the room lists it. */
export function summary(id: string, extra: Partial<RunSummary> = {}): RoomEvent {
  return {
    type: "room.run.set",
    run: { id, prompt: `Prompt of ${id}`, status: "working", sessionId: ROOT, createdAt: 1, ...extra },
  };
}

export function message(id: string, role: Message["role"] = "assistant"): RunEvent {
  return { type: "message.set", message: { id, sessionId: ROOT, role, createdAt: 1 } };
}

export function text(id: string, messageId: string, content: string, extra: Partial<TextPart> = {}): RunEvent {
  return { type: "part.set", part: { id, messageId, sessionId: ROOT, type: "text", text: content, ...extra } };
}

export function tool(id: string, messageId: string, name: string, extra: Partial<ToolPart> = {}): RunEvent {
  const base = { id, messageId, sessionId: ROOT, type: "tool" as const, callId: `call_${id}`, tool: name };
  return {
    type: "part.set",
    part: {
      ...base,
      status: "completed",
      input: {},
      output: EMPTY_TEXT,
      metadata: {},
      startedAt: 1,
      endedAt: 2,
      ...extra,
    },
  };
}
