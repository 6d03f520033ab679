import type { BudgetRule } from "./roomEntities.ts";

/** A file or an image that goes with a prompt. */
export type PromptAttachment = {
  /** One of {@link ATTACHMENT_TYPES}. */
  readonly mime: string;
  readonly filename?: string;
  readonly base64: string;
};

/**
 * What a prompt does while the agent works in its session: `followUp` waits for its turn in the queue; `steer` is read
 * by the agent at its next step, as part of the run that is going on.
 */
export const WHEN_BUSY = ["followUp", "steer"] as const;
export type WhenBusy = (typeof WHEN_BUSY)[number];

/** Start a run: from a client whose role is `owner`. The same `operationId` twice is one run. */
export type SubmitCommand = {
  readonly name: "submit";
  /** Chosen by the client, unique per submit; makes a retry after a lost answer safe. */
  readonly operationId: string;
  /** At most {@link MAX_PROMPT_CHARS} UTF-16 code units, not blank. */
  readonly prompt: string;
  /** Continue this session of OpenCode's. Default: a new one. */
  readonly sessionId?: string;
  /** Continue the session of this run, which may not have one yet. */
  readonly followsRunId?: string;
  /** Default: `followUp`. */
  readonly whenBusy?: WhenBusy;
  /** The file that the run is asked to produce, relative to the workspace. */
  readonly outputFile?: string;
  /** `provider/model`, one that `listModels` names. Default: the agent's own. */
  readonly model?: string;
  /** One that `listAgents` names. Default: OpenCode's own. */
  readonly agent?: string;
  /** What the run may use up; the room's own budget holds as well. Default: what the room allows. */
  readonly budget?: BudgetRule;
  /** At most {@link MAX_ATTACHMENTS}, together at most {@link MAX_ATTACHMENT_CHARS} characters of base64. */
  readonly attachments?: readonly PromptAttachment[];
};

/** `steered`: the prompt joined the run that was going on, whose id comes back. */
export type SubmitResult = { readonly runId: string; readonly disposition: "started" | "queued" | "steered" };

/** Longest prompt that a room takes, in UTF-16 code units. */
export const MAX_PROMPT_CHARS = 200_000;
/** Most attachments of one prompt. */
export const MAX_ATTACHMENTS = 10;
/** Largest attachment that is handed out over the channel, and all attachments of a prompt, in characters of base64. */
export const MAX_ATTACHMENT_CHARS = 12_000_000;

/** What a prompt may carry: what models read. Other text goes as `text/plain`. */
export const ATTACHMENT_TYPES = /^(image\/(png|jpeg|gif|webp)|application\/pdf|text\/[\w.+-]+)$/;
