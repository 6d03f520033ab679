import { expect, it } from "vitest";
import { getProviderDisplayName } from "./getProviderDisplayName.ts";

it.each([
  ["anthropic", "Anthropic"],
  ["openai", "OpenAI"],
  ["cloudflare-workers-ai", "Cloudflare Workers AI"],
  ["cloudflare-ai-gateway", "Cloudflare AI Gateway"],
  ["openai-compatible", "OpenAI-compatible endpoint"],
] as const)("calls %s %s", (id, name) => {
  expect(getProviderDisplayName(id)).toBe(name);
});
