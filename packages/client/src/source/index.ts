export { startEventPump, WATCHDOG_MS } from "./startEventPump.ts";

export type { EventPump, EventPumpOptions } from "./startEventPump.ts";
