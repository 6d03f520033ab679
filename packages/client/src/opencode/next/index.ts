export { createNextTranslator } from "./createNextTranslator.ts";
export { partId } from "./partId.ts";

export type { NextTranslator } from "./createNextTranslator.ts";
export type { PartKind } from "./partId.ts";
