export { AgentLink } from "./AgentLink.ts";
export { endEvents } from "./endEvents.ts";
export { toModels } from "./handOver.ts";
export { createOpenCodeApi } from "./createOpenCodeApi.ts";
export { RunSupervisor } from "./RunSupervisor.ts";
export { startEventPump } from "./startEventPump.ts";

export type { Agent, AgentLinkHandlers } from "./AgentLink.ts";
export type { AgentPort, AgentServer, SandboxProcess } from "./AgentServer.ts";
export type { OpenCodeApi } from "./createOpenCodeApi.ts";
export type { PromptOrder, Steer } from "./PromptOrder.ts";
export type { RunHost, RunKind, RunTask } from "./RunTask.ts";
export type { EventPump, EventPumpOptions } from "./startEventPump.ts";
