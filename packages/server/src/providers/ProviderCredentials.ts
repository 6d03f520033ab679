/** A provider of models, by the name that OpenCode has for it. */
export type ProviderID =
  | "anthropic"
  | "openai"
  | "cloudflare-workers-ai"
  | "cloudflare-ai-gateway"
  | "openai-compatible";

/** What each kind may say beside its key. */
type Choice = {
  /** Address that the provider's paths are added to. Default: the provider's own. */
  readonly baseURL?: string;
  /** The provider's name of the model to use. Default: the one of `DEFAULT_MODELS`. */
  readonly model?: string;
};

/** What it takes to ask a provider. */
export type ProviderCredentials =
  | ({ readonly provider: "anthropic" | "openai"; readonly apiKey: string } & Choice)
  | ({
      readonly provider: "cloudflare-workers-ai";
      readonly accountId: string;
      /** API token with the permission `Workers AI`. */
      readonly apiKey: string;
    } & Choice)
  | ({
      /** Models of many providers, billed by Cloudflare, over Cloudflare's own API. */
      readonly provider: "cloudflare-ai-gateway";
      readonly accountId: string;
      /** Name of the gateway, such as `default`. */
      readonly gatewayId: string;
      /** API token with the permission `AI Gateway`. */
      readonly apiKey: string;
    } & Choice)
  | CompatibleCredentials;

/** Any endpoint that speaks OpenAI's chat completions. */
export type CompatibleCredentials = {
  readonly provider: "openai-compatible";
  /** Address that `/chat/completions` is added to, such as `http://127.0.0.1:11434/v1`. */
  readonly baseURL: string;
  /** The endpoint's name of the model. Default: what `userConfig.model` names. */
  readonly model?: string;
  /** Sent as a bearer token. Default: none is sent. */
  readonly apiKey?: string;
  /** What OpenCode calls the provider. Default: `openai-compatible`. */
  readonly id?: string;
  /** What people call it. Default: the host of its address. */
  readonly name?: string;
  /** Tokens that the model can take. Default: 128,000. */
  readonly contextTokens?: number;
  /** Tokens of one answer at most. Default: 8,192. */
  readonly outputTokens?: number;
};

/** All providers that can be asked, and the one whose model is used where none is named. */
export type DetectedProviders = {
  readonly credentials: readonly ProviderCredentials[];
  readonly defaultProvider: ProviderID;
};

/** A config of OpenCode's, as `opencode.json` has it. */
export type OpenCodeConfig = Readonly<Record<string, unknown>>;

export type ResolvedProvider = {
  /** The default provider. */
  readonly id: ProviderID;
  /** For OpenCode, all providers merged; without keys. */
  readonly config: OpenCodeConfig & {
    /** `provider/model`. */
    readonly model: string;
    readonly provider: Readonly<Record<string, OpenCodeConfig>>;
  };
  /** Variables that OpenCode reads; with keys. */
  readonly env: Readonly<Record<string, string>>;
  /** For OpenCode's `PUT /auth/{providerID}`; with keys. */
  readonly auths: readonly {
    readonly providerID: string;
    readonly auth: { readonly type: "api"; readonly key: string };
  }[];
};

/** What OpenCode calls the provider: the first part of `provider/model`, and of a path of the egress. */
export function providerIdOf(credentials: ProviderCredentials): string {
  return credentials.provider === "openai-compatible" ? (credentials.id ?? credentials.provider) : credentials.provider;
}
