import type { Diagnostic, FileDiff, Message, RunHeader, SessionInfo, Todo, Usage } from "./entities.ts";
import type { Part } from "./parts.ts";
import type { PendingOutcome, PendingRequest } from "./pending.ts";
import type {
  BackupState,
  FileEntry,
  Presence,
  ProcessInfo,
  RoomPort,
  RunSummary,
  SandboxState,
  User,
} from "./roomEntities.ts";

/** A patch names only the fields that changed; they replace the old ones whole. */
type Patch<T> = { readonly [K in keyof T]?: T[K] };

export type RunPatched = { readonly type: "run.patch"; readonly patch: Patch<Omit<RunHeader, "id">> };
export type SessionSet = {
  readonly type: "session.set";
  readonly session: SessionInfo;
  /** The session is not new: who does not have it has left it out. */
  readonly isChange?: true;
};
/** Adds a message, with no parts yet. */
export type MessageSet = { readonly type: "message.set"; readonly message: Message };
export type MessagePatched = {
  readonly type: "message.patch";
  readonly id: string;
  readonly patch: Patch<Omit<Message, "id" | "sessionId" | "role">>;
  /** Given where the usage of a message that may not be loaded changes: its session and the usage that it had. */
  readonly was?: { readonly sessionId: string; readonly usage?: Usage };
};
export type MessageRemoved = {
  readonly type: "message.remove";
  readonly id: string;
  readonly sessionId: string;
  /** What it had counted for. */
  readonly usage?: Usage;
};
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
/** A file's diff; without `patch` it is that of a tool part, which the client has already. */
export type DiffSet = {
  readonly type: "diff.set";
  readonly diff: Omit<FileDiff, "patch"> & { readonly patch?: string };
  /** The tool part whose patch it is; `isOnTop`: after the changes that the file has already. */
  readonly part?: { readonly id: string; readonly isOnTop: boolean };
};
export type DiffRemoved = { readonly type: "diff.remove"; readonly path: string };
/** What the language servers say of a file now. */
export type DiagnosticsSet = {
  readonly type: "diagnostics.set";
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
};
/** A tool of the agent wrote this file, relative to the workspace. */
export type FileEdited = { readonly type: "file.edited"; readonly path: string };
export type PendingSet = { readonly type: "pending.set"; readonly request: PendingRequest };
export type PendingRemoved = {
  readonly type: "pending.remove";
  readonly id: string;
  readonly outcome: PendingOutcome;
  /** Who answered, where it was answered through the room by somebody with a name. */
  readonly by?: User;
  /** When, in ms since the Unix epoch. */
  readonly at?: number;
};
/** OpenCode sent events of a type that the kit does not know. */
export type UnknownAdded = {
  readonly type: "unknown.add";
  readonly kind: string;
  readonly count: number;
  /** The first of its type, as JSON, cut. */
  readonly sample?: string;
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
  | DiagnosticsSet
  | FileEdited
  | PendingSet
  | PendingRemoved
  | UnknownAdded;

export type RoomRunSet = { readonly type: "room.run.set"; readonly run: RunSummary };
/** The run is older than the room keeps runs. */
export type RoomRunRemoved = { readonly type: "room.run.remove"; readonly id: string };
export type RoomSandboxSet = { readonly type: "room.sandbox.set"; readonly sandbox: SandboxState };
export type RoomPendingSet = {
  readonly type: "room.pending.set";
  readonly runId: string;
  readonly request: PendingRequest;
};
export type RoomPendingRemoved = {
  readonly type: "room.pending.remove";
  readonly id: string;
  readonly outcome: PendingOutcome;
  readonly by?: User;
  readonly at?: number;
};
/** What all runs of the room have used, those included that it has forgotten. */
export type RoomUsageSet = { readonly type: "room.usage.set"; readonly usage: Usage };
export type RoomPresenceSet = { readonly type: "room.presence.set"; readonly presence: Presence };
/** A process that no run's tool started, or more of what is known of it. */
export type RoomProcessSet = { readonly type: "room.process.set"; readonly process: ProcessInfo };
export type RoomProcessRemoved = { readonly type: "room.process.remove"; readonly id: string };
export type RoomBackupSet = { readonly type: "room.backup.set"; readonly backup: BackupState };
/** All ports at which something listens. */
export type RoomPortsSet = { readonly type: "room.ports.set"; readonly ports: readonly RoomPort[] };

/** What can happen in the channel `room`. */
export type RoomEvent =
  | RoomRunSet
  | RoomRunRemoved
  | RoomSandboxSet
  | RoomPendingSet
  | RoomPendingRemoved
  | RoomProcessSet
  | RoomProcessRemoved
  | RoomUsageSet
  | RoomPresenceSet
  | RoomBackupSet
  | RoomPortsSet;

export type FileSet = { readonly type: "file.set"; readonly entry: FileEntry };
/** The file, or the folder with all below it, is gone. */
export type FileRemoved = { readonly type: "file.remove"; readonly path: string };
/** The listing reached its limit; entries beyond it are not followed. */
export type FilesTruncated = { readonly type: "files.truncated"; readonly truncated: boolean };

/** What can happen in the channel `files`. */
export type FilesEvent = FileSet | FileRemoved | FilesTruncated;

export type ChannelEvent = RunEvent | RoomEvent | FilesEvent;
