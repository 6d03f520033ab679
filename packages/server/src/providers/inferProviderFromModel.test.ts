import { expect, it } from "vitest";
import { inferProviderFromModel } from "./inferProviderFromModel.ts";

it.each([
  ["anthropic/claude-sonnet-5", "anthropic"],
  ["openai/gpt-6-sol", "openai"],
  ["cloudflare-workers-ai/@cf/zai-org/glm-5.3", "cloudflare-workers-ai"],
  ["cloudflare-ai-gateway/anthropic/claude-sonnet-5", "cloudflare-ai-gateway"],
  ["openai-compatible/qwen3-coder", "openai-compatible"],
  ["google/gemini-2", null],
  ["anthropic", null],
  ["toString/x", null],
  ["", null],
])("takes %s for a model of %s", (model, provider) => {
  expect(inferProviderFromModel(model)).toBe(provider);
});
