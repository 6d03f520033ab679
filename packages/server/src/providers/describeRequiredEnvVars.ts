/**
 * What to set so that there is a provider, for people: one line for each way.
 *
 * @param env Where it was looked for; of a pair that is half set, the missing half is named first.
 */
export function describeRequiredEnvVars(env: object = {}): string {
  const isSet = (name: string): boolean => Boolean(Reflect.get(env, name));
  const half = isSet("CLOUDFLARE_API_KEY") && !isSet("CLOUDFLARE_ACCOUNT_ID");
  return [
    ...(half ? ["CLOUDFLARE_API_KEY is set, but CLOUDFLARE_ACCOUNT_ID is not."] : []),
    "Set one or more of these; all that are set can be used:",
    "  ANTHROPIC_API_KEY: Anthropic",
    "  OPENAI_API_KEY: OpenAI",
    "  CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_KEY: Cloudflare Workers AI",
    "  CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_GATEWAY_ID and CLOUDFLARE_API_TOKEN: Cloudflare AI Gateway",
    "  OPENAI_BASE_URL and OPENAI_MODEL (and OPENAI_API_KEY, if it needs one): any OpenAI-compatible endpoint",
  ].join("\n");
}
