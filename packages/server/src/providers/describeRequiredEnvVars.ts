/** What to set so that there is a provider, for people: one line for each way. */
export function describeRequiredEnvVars(): string {
  return [
    "Set one or more of these; all that are set can be used:",
    "  ANTHROPIC_API_KEY: Anthropic",
    "  OPENAI_API_KEY: OpenAI",
    "  CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_KEY: Cloudflare Workers AI",
    "  CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_GATEWAY_ID and CLOUDFLARE_API_TOKEN: Cloudflare AI Gateway",
    "  OPENAI_BASE_URL and OPENAI_MODEL (and OPENAI_API_KEY, if it needs one): any OpenAI-compatible endpoint",
  ].join("\n");
}
