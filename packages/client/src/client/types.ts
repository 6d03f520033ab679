import type { ArtifactLink, CommandResult, PermissionReply, Role, WireError } from "../protocol/index.ts";
import type { FilesState, RoomState, RunState } from "../state/index.ts";

/** A value that changes. `get()` returns the same object until the value changes. */
export type ReadableStore<T> = {
  get(): T;
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

/** `closed` is final: the room refused this client, or it was disposed; `error` says why. */
export type ConnectionStatus = "connecting" | "open" | "reconnecting" | "closed";

export type ConnectionState = {
  readonly status: ConnectionStatus;
  readonly error?: WireError;
  /** What this client may do; known once the room said hello. */
  readonly role?: Role;
};

export type SubmitInput = {
  readonly prompt: string;
  /** Continue this session of OpenCode's. Default: a new one. */
  readonly sessionId?: string;
  /** The file that the run is asked to produce, relative to the workspace. */
  readonly outputFile?: string;
  /** Makes a repeated submit one run. Default: a new random id. */
  readonly operationId?: string;
};

/** Counters for debugging. Sizes are UTF-16 code units of the received text. */
export type ClientStats = {
  readonly messages: number;
  readonly chars: number;
  readonly unknownMessages: number;
};

/**
 * A connection to one room and the live state behind it. Every command rejects with an `OpenCodeKitError` whose `code`
 * says why; a command that the connection lost on its way is sent again when it is safe to repeat.
 */
export type OpenCodeClient = {
  readonly connection: ReadableStore<ConnectionState>;
  readonly room: ChannelStore<RoomState>;
  readonly files: ChannelStore<FilesState>;
  /** The store of one run; the same object for the same id. */
  run(runId: string): ChannelStore<RunState>;
  submit(input: SubmitInput): Promise<CommandResult<"submit">>;
  stop(runId: string): Promise<CommandResult<"stop">>;
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
  /** A download link of a file in the workspace; `url` is absolute here. */
  linkArtifact(path: string): Promise<ArtifactLink>;
  stats(): ClientStats;
  /** Try to connect at once instead of at the next scheduled attempt. */
  reconnect(): void;
  /** Closes the connection for good; later commands reject with `disposed`. */
  dispose(): void;
};
