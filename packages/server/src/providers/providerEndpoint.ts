import type { ProviderCredentials } from "./ProviderCredentials.ts";

export type ProviderEndpoint = {
  /** Address that the provider's paths are added to, without a slash at its end. */
  readonly baseURL: string;
  /** Headers that every request needs, less the key. */
  readonly headers: Readonly<Record<string, string>>;
};

/** Where a provider answers. */
export function providerEndpoint(credentials: ProviderCredentials): ProviderEndpoint {
  const baseURL = (credentials.baseURL ?? ownAddress(credentials)).replace(/\/+$/, "");
  const isGateway = credentials.provider === "cloudflare-ai-gateway";
  return { baseURL, headers: isGateway ? { "cf-aig-gateway-id": credentials.gatewayId } : {} };
}

function ownAddress(credentials: ProviderCredentials): string {
  switch (credentials.provider) {
    case "anthropic":
      return "https://api.anthropic.com/v1";
    case "openai":
      return "https://api.openai.com/v1";
    // The same address takes Workers AI's models and, through a gateway, those of other providers.
    case "cloudflare-workers-ai":
    case "cloudflare-ai-gateway":
      return `https://api.cloudflare.com/client/v4/accounts/${credentials.accountId}/ai/v1`;
    case "openai-compatible":
      return credentials.baseURL;
  }
}
