import type { RunHeader } from "./entities.ts";
import type { WireError } from "./errors.ts";
import type { TextWindow } from "./parts.ts";

/** A run as the room lists it. */
export type RunSummary = Pick<
  RunHeader,
  "id" | "prompt" | "status" | "sessionId" | "title" | "createdAt" | "endedAt" | "error" | "outputFile"
>;

export type SandboxStatus = "idle" | "starting" | "ready" | "lost" | "error";

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
