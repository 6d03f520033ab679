import type { JsonObject } from "./json.ts";

export type PermissionReply = "once" | "always" | "reject";

type PendingBase = {
  readonly id: string;
  readonly sessionId: string;
  readonly messageId?: string;
  readonly callId?: string;
};

export type PendingPermission = PendingBase & {
  readonly kind: "permission";
  /** What is asked for: `bash`, `edit`, `external_directory`, … */
  readonly permission: string;
  readonly patterns: readonly string[];
  /** The exact patterns that an answer `always` grants. */
  readonly always: readonly string[];
  readonly metadata: JsonObject;
  /** Long texts of `metadata` are cut; `getPending` has them whole. */
  readonly isMetadataCut?: true;
};

export type QuestionOption = { readonly label: string; readonly description?: string };
export type Question = {
  readonly question: string;
  readonly header?: string;
  readonly options: readonly QuestionOption[];
  readonly multiple?: boolean;
};

export type PendingQuestion = PendingBase & {
  readonly kind: "question";
  readonly questions: readonly Question[];
};

/** Something that waits for a person. */
export type PendingRequest = PendingPermission | PendingQuestion;
