/** A session of OpenCode's, as it is listed. */
export type SessionEntry = {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** What was taken back, as long as no new prompt makes it final. */
  readonly revert?: Revert;
};

/** The message from which on a session was taken back, and its files with it. */
export type Revert = {
  readonly messageId: string;
  /** A newer prompt has removed the messages: they cannot be brought back. */
  readonly isFinal?: true;
};

/** Ask for the workspace's sessions, subagents' left out, the last changed first. */
export type ListSessionsCommand = {
  readonly name: "listSessions";
  /** Only titles with this text. */
  readonly search?: string;
  /** 1 to 200. Default: 50. */
  readonly limit?: number;
};

export type RenameSessionCommand = {
  readonly name: "renameSession";
  readonly sessionId: string;
  /** 1 to 200 characters. */
  readonly title: string;
};

/** Make a session that begins as a copy of another; the files stay as they are. */
export type ForkSessionCommand = {
  readonly name: "forkSession";
  /** The same id twice is one fork. */
  readonly operationId: string;
  readonly sessionId: string;
  /** Copy only what is before this message. Default: all. */
  readonly messageId?: string;
};

/** Take a message and all after it back, with the changes to files. Refused with `run_busy` while the session works. */
export type RevertSessionCommand = {
  readonly name: "revertSession";
  readonly sessionId: string;
  readonly messageId: string;
};

/** Bring back what was taken back, until a new prompt makes it final. */
export type UnrevertSessionCommand = { readonly name: "unrevertSession"; readonly sessionId: string };

/** Let the agent replace the session's history, which the model reads, by a summary. It is a run of its own. */
export type SummarizeSessionCommand = {
  readonly name: "summarizeSession";
  readonly operationId: string;
  readonly sessionId: string;
};

/** A model that prompts can name. */
export type ModelChoice = {
  /** `provider/model`. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
};

export type ListModelsCommand = { readonly name: "listModels" };

/** An agent that prompts can name. */
export type AgentChoice = { readonly name: string; readonly description?: string };

export type ListAgentsCommand = { readonly name: "listAgents" };
