export { createFakeCloudflareSandbox } from "./cloudflare/createFakeCloudflareSandbox.ts";
export { SCENARIOS, SCRIPTED_PERMISSION } from "./scriptedModel/scenarios.ts";
export { startScriptedModel } from "./scriptedModel/startScriptedModel.ts";

export type { FakeCloudflareSandbox, FakeVerb } from "./cloudflare/createFakeCloudflareSandbox.ts";
export type { Conversation, Refusal, Scenario, ToolCall, Turn } from "./scriptedModel/Scenario.ts";
export type { ScriptedModel, ScriptedModelOptions } from "./scriptedModel/startScriptedModel.ts";
