export { parseOpenCodeEvent, sessionIdOf } from "./OpenCodeEvent.ts";
export { hasEnded, reconcile } from "./reconcile.ts";
export { toError } from "./toError.ts";
export { toRelativePath } from "./toRelativePath.ts";
export { toRunEvents } from "./toRunEvents.ts";

export type { OpenCodeEvent } from "./OpenCodeEvent.ts";
export type { OpenCodeRecord } from "./reconcile.ts";
export type { RunContext } from "./toRunEvents.ts";
