import type { FileEntry } from "../protocol/index.ts";

/** A running OpenCode server. */
export type AgentServer = {
  /** Sends a request to OpenCode: `path` begins with `/`, authorisation and directory are added. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Absolute path of the workspace as OpenCode names it. */
  readonly directory: string;
  readonly version: string;
  /** `provider/model` that prompts use. Absent: OpenCode's own default. */
  readonly model?: string;
  /** True where a scripted model answers instead of an AI. */
  readonly scripted: boolean;
  /** Changes each time OpenCode's process is started anew. */
  readonly bootId: string;
};

/** A process that runs beside the agent's own tools. */
export type SandboxProcess = {
  readonly pid: number;
  readonly parentPid?: number;
  /** The command line. */
  readonly command: string;
  readonly cwd?: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt?: number;
};

/** What a room needs of a sandbox to run the agent in it. */
export type AgentPort = {
  /** Starts OpenCode in the workspace, or finds it running. */
  openAgent(signal?: AbortSignal): Promise<AgentServer>;
  /** Facts of a file or folder. Rejects with `not_found` or `outside_workspace`. Absent where the sandbox cannot tell. */
  statFile?(path: string): Promise<FileEntry>;
  /** What runs in the sandbox now, the agent itself left out. Absent where the sandbox cannot tell. */
  listProcesses?(signal?: AbortSignal): Promise<readonly SandboxProcess[]>;
  /** Ends a process that `listProcesses` names, with all below it. Resolves when it is gone. Absent where it cannot. */
  killProcess?(pid: number): Promise<void>;
};
