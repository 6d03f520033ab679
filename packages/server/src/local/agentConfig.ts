import type { ModelConfig } from "./ModelConfig.ts";

export type PermissionAction = "allow" | "ask" | "deny";

/**
 * OpenCode's permission rules: an action by tool, or by pattern of the tool's argument, where the last match wins. A
 * shell line is judged command by command: all of them must be allowed.
 */
export type PermissionConfig = Readonly<Record<string, PermissionAction | Readonly<Record<string, PermissionAction>>>>;

/** Edits inside the workspace are free; whatever can reach beyond it asks. */
const DEFAULT_PERMISSION: PermissionConfig = {
  edit: "allow",
  bash: "ask",
  webfetch: "ask",
  websearch: "ask",
  external_directory: "ask",
};

export type AgentConfigOptions = {
  readonly model: ModelConfig;
  /** Where the agent finds the model: the host's own proxy. */
  readonly modelUrl: string;
  /** Replaces the default rule of each tool that it names. */
  readonly permission?: PermissionConfig | undefined;
};

/** `provider/model` as prompts name it. */
export function modelName(model: ModelConfig): string {
  return `${providerOf(model)}/${model.model}`;
}

/** The value of `OPENCODE_CONFIG_CONTENT`. It holds no key: the host adds it to the model's traffic. */
export function agentConfig({ model, modelUrl, permission }: AgentConfigOptions): string {
  const provider = providerOf(model);
  return JSON.stringify({
    $schema: "https://opencode.ai/config.json",
    autoupdate: false,
    share: "disabled",
    model: modelName(model),
    small_model: modelName(model),
    enabled_providers: [provider],
    provider: {
      [provider]: {
        npm: "@ai-sdk/openai-compatible",
        name: model.scripted === true ? "Scripted model" : new URL(model.baseUrl).host,
        options: { baseURL: modelUrl, apiKey: "added-by-the-host" },
        models: {
          [model.model]: {
            name: model.model,
            tool_call: true,
            limit: { context: model.contextTokens ?? 128_000, output: model.outputTokens ?? 8_192 },
          },
        },
      },
    },
    permission: { ...DEFAULT_PERMISSION, ...permission },
  });
}

function providerOf(model: ModelConfig): string {
  return model.scripted === true ? "scripted" : "compatible";
}
