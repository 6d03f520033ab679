import { describe, expect, it } from "vitest";
import type { AgentConfigOptions } from "./createAgentConfig.ts";
import { createAgentConfig, PLACEHOLDER_KEY } from "./createAgentConfig.ts";
import { DEFAULT_MODELS } from "./defaultModels.ts";
import { modelEgressUrl } from "./handleModelEgress.ts";

const options: AgentConfigOptions = {
  providers: {
    credentials: [
      { provider: "anthropic", apiKey: "real-1" },
      { provider: "cloudflare-ai-gateway", accountId: "account", gatewayId: "g", apiKey: "real-2" },
      {
        provider: "openai-compatible",
        id: "mine",
        name: "Mine",
        baseURL: "https://real.example/v1",
        model: "m",
        apiKey: "real-3",
      },
    ],
    defaultProvider: "anthropic",
  },
  endpointOf: modelEgressUrl,
};

function connection(id: string): object {
  return { baseURL: `http://llm.internal/${id}`, apiKey: PLACEHOLDER_KEY };
}

describe("createAgentConfig", () => {
  it("sends every provider through the egress, without a key or an address of its own", () => {
    const config = createAgentConfig(options);
    expect(config).toMatchObject({
      model: `anthropic/${DEFAULT_MODELS.anthropic.model}`,
      small_model: `anthropic/${DEFAULT_MODELS.anthropic.small}`,
      autoupdate: false,
      share: "disabled",
      enabled_providers: ["anthropic", "cloudflare-ai-gateway", "mine"],
      provider: {
        anthropic: { options: connection("anthropic") },
        "cloudflare-ai-gateway": { npm: "@ai-sdk/openai-compatible", options: connection("cloudflare-ai-gateway") },
        mine: {
          npm: "@ai-sdk/openai-compatible",
          name: "Mine",
          options: connection("mine"),
          models: { m: { name: "m", tool_call: true, limit: { context: 128_000, output: 8_192 } } },
        },
      },
    });
    expect(JSON.stringify(config)).not.toMatch(/real|account/);
    expect(config).not.toHaveProperty("permission");
  });

  it("lets the user's config win over all but the connections of the providers", () => {
    const config = createAgentConfig({
      ...options,
      permission: { bash: "ask", edit: "allow" },
      userConfig: {
        permission: { bash: "deny" },
        provider: {
          anthropic: { options: { apiKey: "real-4", baseURL: "https://real.example", timeout: 5 } },
          google: { options: { project: "p" } },
        },
      },
    });
    expect(config).toMatchObject({
      permission: { bash: "deny", edit: "allow" },
      enabled_providers: ["anthropic", "cloudflare-ai-gateway", "mine", "google"],
      provider: {
        anthropic: { options: { ...connection("anthropic"), timeout: 5 } },
        google: { options: { project: "p" } },
      },
    });
    expect(JSON.stringify(config)).not.toContain("real");
  });

  it("tells which client a gateway's model needs", () => {
    const named = (model: string): unknown =>
      createAgentConfig({ ...options, userConfig: { model: `cloudflare-ai-gateway/${model}` } }).provider[
        "cloudflare-ai-gateway"
      ];
    expect(named("anthropic/claude-next")).toMatchObject({
      models: { "anthropic/claude-next": { provider: { npm: "@ai-sdk/anthropic" } } },
    });
    expect(named("openai/gpt-next")).toMatchObject({
      models: { "openai/gpt-next": { provider: { npm: "@ai-sdk/openai" } } },
    });
    expect(named(DEFAULT_MODELS["cloudflare-ai-gateway"].model)).toHaveProperty("models", {});
    expect(named("xai/grok-4.7")).toMatchObject({ models: { "xai/grok-4.7": {} } });
  });
});
