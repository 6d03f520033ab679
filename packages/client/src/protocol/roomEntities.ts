import type { RunHeader, Usage } from "./entities.ts";
import type { WireError } from "./errors.ts";
import type { TextWindow } from "./parts.ts";

/** A run as the room lists it. */
export type RunSummary = Pick<
  RunHeader,
  | "id"
  | "prompt"
  | "status"
  | "sessionId"
  | "title"
  | "createdAt"
  | "endedAt"
  | "error"
  | "outputFile"
  | "queue"
  | "isReverted"
>;

/** `restoring`: the sandbox was lost with its disk, and a backup is put into the new one. */
export type SandboxStatus = "idle" | "starting" | "restoring" | "ready" | "lost" | "error";

export type SandboxState = {
  readonly status: SandboxStatus;
  readonly error?: WireError;
  /** The agent's version, once it runs. */
  readonly version?: string;
  /** `provider/model` that new prompts use. */
  readonly model?: string;
  /** True where a scripted model answers instead of an AI. */
  readonly scripted?: boolean;
};

/**
 * A command that runs or ran. `exited` with `exitCode`; `failed` where it could not run; `killed` where it was stopped.
 */
export type ProcessInfo = {
  /** A tool part's id, a PTY's id, or `pid:<pid>`. */
  readonly id: string;
  /** `tool`: the agent ran it; `pty`: a terminal of OpenCode's; `sandbox`: anything else that runs in the sandbox. */
  readonly source: "tool" | "pty" | "sandbox";
  readonly command: string;
  readonly description?: string;
  /** Relative to the workspace or absolute, as it was given. Default: the workspace. */
  readonly cwd?: string;
  readonly pid?: number;
  readonly status: "running" | "exited" | "failed" | "killed";
  readonly exitCode?: number;
  /** Absent where nobody keeps it. */
  readonly output?: TextWindow;
  readonly startedAt?: number;
  readonly endedAt?: number;
};

/** A port at which a server that the agent has started listens. */
export type ListeningPort = {
  readonly port: number;
  readonly pid?: number;
  /** The command line of the server. */
  readonly command?: string;
};

/** A port as the room lists it. */
export type RoomPort = ListeningPort & {
  /** Where a browser reaches it, if it is exposed; on an origin other than the host application's. */
  readonly url?: string;
};

/** A copy of the workspace and of the agent's own state. */
export type RoomBackup = {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Bytes, where the sandbox knows. */
  readonly size?: number;
};

/**
 * What was last done about backups. `running`, `done` and `failed` tell of one that is made, `restoring` and `restored`
 * of one that is put back; `lost`: the sandbox was lost with its disk, and there was none to put back.
 */
export type BackupState = {
  readonly status: "running" | "done" | "failed" | "restoring" | "restored" | "lost";
  /** Of the backup, once it has one. */
  readonly id?: string;
  /** When it became so, in ms since the Unix epoch. */
  readonly at: number;
  readonly error?: WireError;
};

export type FileEntry = {
  /** Relative to the workspace, `/` between names. */
  readonly path: string;
  readonly kind: "file" | "directory";
  readonly size?: number;
  readonly modifiedAt?: number;
};

/** What a connected client may do: watch, answer prompts as well, or everything. */
export const ROLES = ["viewer", "approver", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** A person, as the host's `authorize` names them. */
export type User = {
  readonly id: string;
  readonly name?: string;
};

/** Who is connected. Several connections of one person count once. */
export type Presence = {
  /** People, and connections without a name. */
  readonly count: number;
  /** At most {@link MAX_PRESENT}, the first to come first. */
  readonly viewers: readonly (User & { readonly role: Role })[];
};
export const MAX_PRESENT = 20;

/** What the room's runs may use up. Each limit may be left out. */
export type BudgetLimits = {
  /** Input, output, reasoning and cached tokens together. */
  readonly tokens?: number;
  /** US dollars. */
  readonly cost?: number;
};

/** A `soft` limit pauses and asks a person, who may allow as much again; a `hard` limit stops. */
export type BudgetRule = { readonly soft?: BudgetLimits; readonly hard?: BudgetLimits };

/** What a limit counts. */
export type BudgetUse = { readonly tokens: number; readonly cost: number };

export function toBudgetUse({ input, output, reasoning, cacheRead, cacheWrite, cost }: Usage): BudgetUse {
  return { tokens: input + output + reasoning + cacheRead + cacheWrite, cost };
}

/** One line of the room's record of who did what. */
export type AuditEntry = {
  /** Ascending. */
  readonly id: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Absent where the room did it by itself, and for connections without a name. */
  readonly user?: User;
  readonly role?: Role;
  /** The command's name, or `budget` where the room stopped a run by itself. */
  readonly action: string;
  /** The run, request, session or process that it was about. */
  readonly target: string;
  /** What was chosen or said, at most 500 characters. */
  readonly detail?: string;
  /** The code of the error by which it was refused. */
  readonly refused?: string;
};
