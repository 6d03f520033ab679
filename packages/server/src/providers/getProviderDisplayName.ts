import type { ProviderID } from "./ProviderCredentials.ts";

const NAMES: Readonly<Record<ProviderID, string>> = {
  anthropic: "Anthropic",
  openai: "OpenAI",
  "cloudflare-workers-ai": "Cloudflare Workers AI",
  "cloudflare-ai-gateway": "Cloudflare AI Gateway",
  "openai-compatible": "OpenAI-compatible endpoint",
};

/** What people call a provider. */
export function getProviderDisplayName(id: ProviderID): string {
  return NAMES[id];
}

/** Whether the kit knows how to ask this provider. */
export function isProviderID(value: string): value is ProviderID {
  return Object.hasOwn(NAMES, value);
}
