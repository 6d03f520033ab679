/** One call of a tool, as the model asks for it. */
export type ToolCall = { readonly tool: string; readonly input: { readonly [key: string]: unknown } };

/** What the model says in one turn. Tools run after it; the next turn sees their results. */
export type Turn = {
  readonly reasoning?: string;
  readonly text?: string;
  readonly tools?: readonly ToolCall[];
};

/** The provider refuses the request. */
export type Refusal = { readonly status: number; readonly message: string; readonly code: string };

/** What the model knows when its turn comes. */
export type Conversation = {
  /** The last prompt of the person. */
  readonly prompt: string;
  /** How many turns have called tools since that prompt. */
  readonly step: number;
  /** What the tools of the last turn returned. */
  readonly results: readonly string[];
};

/** A story that the model plays when a prompt asks for it. */
export type Scenario = {
  readonly name: string;
  readonly matches: (prompt: string) => boolean;
  readonly turn: (conversation: Conversation) => Turn | Refusal;
};

export function isRefusal(turn: Turn | Refusal): turn is Refusal {
  return "status" in turn;
}
