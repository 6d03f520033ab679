import type { PromptAttachment } from "../protocol/index.ts";

/** A prompt as it is handed to OpenCode. */
export type PromptOrder = {
  readonly text: string;
  /** `provider/model`. Default: the agent's own. */
  readonly model?: string | undefined;
  readonly agent?: string | undefined;
  readonly attachments?: readonly PromptAttachment[] | undefined;
  /** Said by the room, not by a person: transcripts do not show it. */
  readonly isSynthetic?: boolean;
};

/** A prompt that joins a run which goes on. */
export type Steer = PromptOrder & {
  readonly operationId: string;
  /** The newest message of the root session when it was asked for: its own comes after it. */
  readonly afterMessageId: string | undefined;
};
