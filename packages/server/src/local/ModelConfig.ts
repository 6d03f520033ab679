/** The model that answers the agent: any endpoint that speaks OpenAI's chat completions. */
export type ModelConfig = {
  /** Address that `/chat/completions` is added to, such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  /** The endpoint's name of the model. */
  readonly model: string;
  /** Sent as a bearer token by the host. The agent never sees it. */
  readonly apiKey?: string;
  /** A scripted model answers, not an AI. Default: false. */
  readonly scripted?: boolean;
  /** Tokens that the model can take. Default: 128,000. */
  readonly contextTokens?: number;
  /** Tokens of one answer at most. Default: 8,192. */
  readonly outputTokens?: number;
};
