import type { ProviderID } from "./ProviderCredentials.ts";

/** `model` does the work; `small` writes titles. */
export type DefaultModels = { readonly model: string; readonly small: string };

/** What is used where no model is named, by the provider's own names. An endpoint of one's own has no default. */
export const DEFAULT_MODELS: Readonly<Record<Exclude<ProviderID, "openai-compatible">, DefaultModels>> = {
  anthropic: { model: "claude-sonnet-5", small: "claude-haiku-4-5" },
  openai: { model: "gpt-6-sol", small: "gpt-6-luna" },
  "cloudflare-workers-ai": { model: "@cf/moonshotai/kimi-k2.7-code", small: "@cf/zai-org/glm-5.3-flash" },
  "cloudflare-ai-gateway": { model: "anthropic/claude-sonnet-5", small: "openai/gpt-6-luna" },
};
