import type {
  FileDiff,
  FileEntry,
  Message,
  Part,
  PendingRequest,
  RunHeader,
  RunSummary,
  SandboxState,
  SessionInfo,
  Todo,
} from "./entities.ts";

/** A patch names only the fields that changed; they replace the old ones whole. */
type Patch<T> = { readonly [K in keyof T]?: T[K] };

export type RunPatched = { readonly type: "run.patch"; readonly patch: Patch<Omit<RunHeader, "id">> };
export type SessionSet = { readonly type: "session.set"; readonly session: SessionInfo };
/** Adds a message or replaces what is known of it; its parts stay. */
export type MessageSet = { readonly type: "message.set"; readonly message: Message };
export type MessagePatched = {
  readonly type: "message.patch";
  readonly id: string;
  readonly patch: Patch<Omit<Message, "id" | "sessionId" | "role">>;
};
export type MessageRemoved = { readonly type: "message.remove"; readonly id: string };
export type PartSet = { readonly type: "part.set"; readonly part: Part };
/** Some fields of a part changed. A tool's `output` is never in here: it grows by `part.append`. */
export type PartPatched = {
  readonly type: "part.patch";
  readonly id: string;
  readonly patch: { readonly [key: string]: unknown };
};
/** `text` was added to the end of a text part's text, or of a tool part's output. */
export type PartAppended = { readonly type: "part.append"; readonly id: string; readonly text: string };
/** A tool's output is now `text`, not an extension of what it was. */
export type OutputSet = { readonly type: "output.set"; readonly id: string; readonly text: string };
export type PartRemoved = { readonly type: "part.remove"; readonly id: string };
export type TodosSet = {
  readonly type: "todos.set";
  readonly sessionId: string;
  readonly todos: readonly Todo[];
};
export type DiffSet = { readonly type: "diff.set"; readonly diff: FileDiff };
export type DiffRemoved = { readonly type: "diff.remove"; readonly path: string };
/** The agent wrote this file, relative to the workspace. */
export type FileEdited = { readonly type: "file.edited"; readonly path: string };
export type PendingSet = { readonly type: "pending.set"; readonly request: PendingRequest };
export type PendingRemoved = {
  readonly type: "pending.remove";
  readonly id: string;
  /** How it ended; `gone` when OpenCode no longer lists it. */
  readonly outcome: "once" | "always" | "reject" | "answered" | "gone";
};

/** What can happen in the channel `run:<id>`. */
export type RunEvent =
  | RunPatched
  | SessionSet
  | MessageSet
  | MessagePatched
  | MessageRemoved
  | PartSet
  | PartPatched
  | PartAppended
  | OutputSet
  | PartRemoved
  | TodosSet
  | DiffSet
  | DiffRemoved
  | FileEdited
  | PendingSet
  | PendingRemoved;

export type RoomRunSet = { readonly type: "room.run.set"; readonly run: RunSummary };
export type RoomSandboxSet = { readonly type: "room.sandbox.set"; readonly sandbox: SandboxState };
export type RoomPendingSet = {
  readonly type: "room.pending.set";
  readonly runId: string;
  readonly request: PendingRequest;
};
export type RoomPendingRemoved = { readonly type: "room.pending.remove"; readonly id: string };

/** What can happen in the channel `room`. */
export type RoomEvent = RoomRunSet | RoomSandboxSet | RoomPendingSet | RoomPendingRemoved;

export type FileSet = { readonly type: "file.set"; readonly entry: FileEntry };
/** The file, or the folder with all below it, is gone. */
export type FileRemoved = { readonly type: "file.remove"; readonly path: string };
/** The listing reached its limit; entries beyond it are not followed. */
export type FilesTruncated = { readonly type: "files.truncated"; readonly truncated: boolean };

/** What can happen in the channel `files`. */
export type FilesEvent = FileSet | FileRemoved | FilesTruncated;

export type ChannelEvent = RunEvent | RoomEvent | FilesEvent;
