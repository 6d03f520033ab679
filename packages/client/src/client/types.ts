import type {
  AgentChoice,
  ArtifactLink,
  AttachmentContent,
  AuditEntry,
  BudgetReply,
  CommandResult,
  FileDiff,
  FilePiece,
  FolderListing,
  GetMessagesCommand,
  GetOutputCommand,
  KillProcessCommand,
  ListAuditCommand,
  ListSessionsCommand,
  MessagePage,
  ModelChoice,
  MoveQueuedCommand,
  OutputPiece,
  Part,
  PendingRequest,
  PermissionReply,
  ReadFileCommand,
  Role,
  RoomBackup,
  RoomPort,
  SessionEntry,
  SubmitCommand,
  User,
  WireError,
} from "../protocol/index.ts";
import type { FilesState, RoomState, RunState } from "../state/index.ts";
import type { ClientAddress } from "../transport/Transport.ts";

/** A value that changes. `get()` returns the same object until the value changes. */
export type ReadableStore<T> = {
  get(): T;
  /**
   * What `get()` gave before anything was known of the room, where that may be another value: a server renders it, and
   * a page that takes the server's HTML over begins with it.
   */
  getInitial?(): T;
  /** Calls `listener` after every change, at most once per received frame. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
};

/**
 * `idle`: nobody listens; `loading`: no data yet; `live`: up to date; `stale`: shown from memory while the connection
 * is away; `error`: the room refuses the channel, see `error`.
 */
export type ChannelPhase = "idle" | "loading" | "live" | "stale" | "error";

export type ChannelStatus = { readonly phase: ChannelPhase; readonly error?: WireError };

/** The state of one channel. The channel is followed while it has a listener, and for a moment after. */
export type ChannelStore<T> = ReadableStore<T> & { readonly status: ReadableStore<ChannelStatus> };

/** A run's state, whose older messages are loaded on demand. */
export type RunChannelStore = ChannelStore<RunState> & {
  /**
   * Loads messages before those that the state has. Resolves to whether there are more.
   *
   * @param sessionId Default: the run's root session.
   */
  loadOlder(sessionId?: string): Promise<boolean>;
};

/** `closed` is final: the room refused this client, or it was disposed; `error` says why. */
export type ConnectionStatus = "connecting" | "open" | "reconnecting" | "closed";

export type ConnectionState = {
  readonly status: ConnectionStatus;
  readonly error?: WireError;
  /** What this client may do; known once the room said hello. */
  readonly role?: Role;
  /** Who this client is to the room, if the host's `authorize` says it. */
  readonly user?: User;
  /** OpenCode's version, once it is known. */
  readonly agentVersion?: string;
};

/** A prompt and all that may go with it. `operationId` makes a repeated submit one run; default: a new random id. */
export type SubmitInput = Omit<SubmitCommand, "name" | "operationId"> & { readonly operationId?: string };

/** Counters for debugging. Sizes are UTF-16 code units of the received text. */
export type ClientStats = {
  readonly messages: number;
  readonly chars: number;
  /** Messages that this client does not know or could not use. */
  readonly unknownMessages: number;
  /** Events and entities inside of messages that this client could not use. */
  readonly skippedEvents: number;
};

/**
 * A connection to one room and the live state behind it. Every command rejects with an `OpenCodeKitError` whose `code`
 * says why; a command that the connection lost on its way is sent again when it is safe to repeat.
 */
export type OpenCodeClient = {
  readonly address: ClientAddress;
  readonly connection: ReadableStore<ConnectionState>;
  readonly room: ChannelStore<RoomState>;
  readonly files: ChannelStore<FilesState>;
  /** The store of one run; the same object for the same id. */
  run(runId: string): RunChannelStore;
  submit(input: SubmitInput): Promise<CommandResult<"submit">>;
  /** Stops a run; with `processes`, also what it has started in the background. */
  stop(runId: string, options?: { readonly processes?: boolean }): Promise<CommandResult<"stop">>;
  /** The whole prompt of a run that waits in the queue. */
  getPrompt(runId: string): Promise<string>;
  editQueued(input: { readonly runId: string; readonly prompt: string }): Promise<void>;
  moveQueued(input: Omit<MoveQueuedCommand, "name">): Promise<void>;
  /** Hands a queued prompt to the agent now. Resolves to the run that it joined. */
  steerQueued(runId: string): Promise<CommandResult<"steerQueued">>;
  /** Lets the held queue go on in which a run waits. */
  resumeQueue(runId: string): Promise<void>;
  killProcess(input: Omit<KillProcessCommand, "name">): Promise<void>;
  replyToPermission(input: {
    readonly requestId: string;
    readonly reply: PermissionReply;
    readonly message?: string;
  }): Promise<CommandResult<"replyToPermission">>;
  replyToQuestion(input: {
    readonly requestId: string;
    readonly answers: readonly (readonly string[])[];
  }): Promise<CommandResult<"replyToQuestion">>;
  rejectQuestion(requestId: string): Promise<CommandResult<"rejectQuestion">>;
  replyToBudget(input: {
    readonly requestId: string;
    readonly reply: BudgetReply;
  }): Promise<CommandResult<"replyToBudget">>;
  /** The workspace's sessions, the last changed first. */
  listSessions(input?: Omit<ListSessionsCommand, "name">): Promise<readonly SessionEntry[]>;
  renameSession(input: { readonly sessionId: string; readonly title: string }): Promise<void>;
  /** Copies a session, up to a message; resolves to the copy and to the run that shows it. */
  forkSession(input: {
    readonly sessionId: string;
    readonly messageId?: string;
  }): Promise<CommandResult<"forkSession">>;
  /** Takes back a message and all after it, with the changes to files. */
  revertSession(input: { readonly sessionId: string; readonly messageId: string }): Promise<void>;
  unrevertSession(sessionId: string): Promise<void>;
  /** Replaces what the model reads of the session by a summary; resolves to the run that does it. */
  summarizeSession(sessionId: string): Promise<CommandResult<"summarizeSession">>;
  listModels(): Promise<readonly ModelChoice[]>;
  listAgents(): Promise<readonly AgentChoice[]>;
  /** Who did what in the room, the newest first. */
  listAudit(input?: Omit<ListAuditCommand, "name">): Promise<readonly AuditEntry[]>;
  /** A page of messages as they are in the room's record; `loadOlder` of a run's store puts them into its state. */
  getMessages(input: Omit<GetMessagesCommand, "name">): Promise<MessagePage>;
  /** A part whole, where the state has it cut. */
  getPart(input: { readonly runId: string; readonly partId: string }): Promise<Part>;
  /** A request that waits, whole, where the state has it cut. */
  getPending(requestId: string): Promise<PendingRequest>;
  /** A piece of a tool's whole output. */
  getOutput(input: Omit<GetOutputCommand, "name">): Promise<OutputPiece>;
  /** The content of a `file` part, or of a tool's attachment. */
  getAttachment(input: {
    readonly runId: string;
    readonly partId: string;
    readonly index?: number;
  }): Promise<AttachmentContent>;
  /** A file's diff with its patch, where the state has it left out. */
  getDiff(input: { readonly runId: string; readonly path: string }): Promise<FileDiff>;
  /** All files that a run changed, where its state has some left out (`diffsLeftOut`). */
  listRunDiffs(runId: string): Promise<readonly FileDiff[]>;
  /** The files that changed since a session began, over all its runs. */
  listSessionDiffs(sessionId: string): Promise<readonly FileDiff[]>;
  /** The files that differ from the workspace's last commit. */
  listWorkspaceDiffs(): Promise<readonly FileDiff[]>;
  /** A download link of a file in the workspace, or of a folder as a zip; `url` is absolute here. */
  linkArtifact(path: string): Promise<ArtifactLink>;
  /** What is directly in a folder, ignored files included. The workspace itself is `""`. */
  listFolder(path: string): Promise<FolderListing>;
  /** A piece of a file; the next one starts at its `end`. */
  readFile(input: Omit<ReadFileCommand, "name">): Promise<FilePiece>;
  /** Copies workspace and agent, which may take minutes; the room's `backup` tells how it goes. */
  createBackup(): Promise<RoomBackup>;
  /** Puts workspace and agent back as they were. Rejects with `run_busy` while a run is active. */
  restoreBackup(backupId: string): Promise<RoomBackup>;
  /** Backups that can be restored, the newest first. */
  listBackups(): Promise<readonly RoomBackup[]>;
  /** Ports at which servers listen that the agent has started. */
  listPorts(): Promise<readonly RoomPort[]>;
  /** Lets browsers reach a port. */
  exposePort(port: number): Promise<CommandResult<"exposePort">>;
  unexposePort(port: number): Promise<void>;
  stats(): ClientStats;
  /** Try to connect at once instead of at the next scheduled attempt. */
  reconnect(): void;
  /** Closes the connection for good; later commands reject with `disposed`. */
  dispose(): void;
};
