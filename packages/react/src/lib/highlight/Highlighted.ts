/** What a piece of code is, as a theme colours it. */
export const TOKEN_KINDS = [
  "plain",
  "comment",
  "constant",
  "deleted",
  "function",
  "inserted",
  "keyword",
  "link",
  "parameter",
  "punctuation",
  "string",
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** A text cut into tokens, in order: the index of each one's kind, then its length in UTF-16 code units. */
export type Highlighted = readonly number[];

export type HighlightRequest = { readonly id: number; readonly code: string; readonly language: string };

/** The grammar is here and the work on this code begins, or it is done: without tokens where it could not be. */
export type HighlightReply =
  | { readonly id: number; readonly state: "started" }
  | { readonly id: number; readonly state: "done"; readonly tokens?: Highlighted };
