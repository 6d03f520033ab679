import type { FileEntry, RoomBackup, RoomPort } from "./roomEntities.ts";

/** Ask for a short-lived download link of one file in the workspace; of a folder, which comes as a zip. */
export type LinkArtifactCommand = { readonly name: "linkArtifact"; readonly path: string };

/** Ask for what is directly in a folder, ignored files included. The workspace itself is `""`. */
export type ListFolderCommand = { readonly name: "listFolder"; readonly path: string };

/** Ask for a piece of a file. */
export type ReadFileCommand = {
  readonly name: "readFile";
  readonly path: string;
  /** Where the piece starts, in bytes. Default: 0. */
  readonly offset?: number;
  /** Length of the piece in bytes, at most {@link MAX_PIECE_BYTES}. Default: 256 KiB. */
  readonly limit?: number;
};

/** Copy workspace and agent now: from a client whose role is `owner`. */
export type CreateBackupCommand = { readonly name: "createBackup" };
/** Put workspace and agent back as they were: from a client whose role is `owner`. `run_busy` while a run is active. */
export type RestoreBackupCommand = { readonly name: "restoreBackup"; readonly backupId: string };
export type ListBackupsCommand = { readonly name: "listBackups" };

/** Ask for the ports at which servers listen that the agent has started. */
export type ListPortsCommand = { readonly name: "listPorts" };
/** Let browsers reach a port: from a client whose role is `owner`. */
export type ExposePortCommand = { readonly name: "exposePort"; readonly port: number };
export type UnexposePortCommand = { readonly name: "unexposePort"; readonly port: number };

export type WorkspaceCommand =
  | LinkArtifactCommand
  | ListFolderCommand
  | ReadFileCommand
  | CreateBackupCommand
  | RestoreBackupCommand
  | ListBackupsCommand
  | ListPortsCommand
  | ExposePortCommand
  | UnexposePortCommand;

export type ArtifactLink = {
  /** Path and query, relative to the address of the room. */
  readonly url: string;
  readonly filename: string;
  /** Bytes; of a folder 0, because its zip is made while it is sent. */
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
};

export type FolderListing = {
  readonly entries: readonly FileEntry[];
  /** There are more entries than the listing's limit. */
  readonly truncated: boolean;
};

/** A piece of a file. A text ends before a character that the piece would cut: go on at `end`. */
export type FilePiece = {
  readonly entry: FileEntry;
  /** Where the piece starts, in bytes. */
  readonly offset: number;
  /** Where the piece ends and the next one starts, in bytes. */
  readonly end: number;
  /** Bytes of the whole file. */
  readonly size: number;
  /** By the name's ending. */
  readonly mime: string;
  /** Whether the piece is no valid UTF-8, or has a NUL; then `base64` has it, else `text`. */
  readonly isBinary: boolean;
  readonly text?: string;
  readonly base64?: string;
};

export type WorkspaceResults = {
  readonly linkArtifact: ArtifactLink;
  readonly listFolder: FolderListing;
  readonly readFile: FilePiece;
  readonly createBackup: { readonly backup: RoomBackup };
  readonly restoreBackup: { readonly backup: RoomBackup };
  /** The newest first. */
  readonly listBackups: { readonly backups: readonly RoomBackup[] };
  readonly listPorts: { readonly ports: readonly RoomPort[] };
  readonly exposePort: { readonly port: number; readonly url: string };
  readonly unexposePort: { readonly port: number };
};

/** Largest piece of a file, in bytes. */
export const MAX_PIECE_BYTES = 1_048_576;
