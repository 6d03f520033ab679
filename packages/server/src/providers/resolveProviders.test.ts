import { describe, expect, it } from "vitest";
import { DEFAULT_MODELS } from "./defaultModels.ts";
import type { DetectedProviders } from "./ProviderCredentials.ts";
import { resolveProviders } from "./resolveProviders.ts";

const ALL: DetectedProviders = {
  credentials: [
    { provider: "anthropic", apiKey: "sk-ant" },
    { provider: "openai", apiKey: "sk-proj" },
    { provider: "cloudflare-workers-ai", accountId: "account", apiKey: "cf-key" },
    { provider: "cloudflare-ai-gateway", accountId: "account", gatewayId: "default", apiKey: "cf-token" },
    { provider: "openai-compatible", baseURL: "http://127.0.0.1:11434/v1", model: "qwen", apiKey: "local" },
  ],
  defaultProvider: "anthropic",
};
const ACCOUNT = "https://api.cloudflare.com/client/v4/accounts/account/ai/v1";

describe("resolveProviders", () => {
  it("merges all providers into one config, with the keys beside it", () => {
    const { id, config, env, auths } = resolveProviders(ALL);
    expect(id).toBe("anthropic");
    expect(config).toMatchObject({
      model: `anthropic/${DEFAULT_MODELS.anthropic.model}`,
      small_model: `anthropic/${DEFAULT_MODELS.anthropic.small}`,
      autoupdate: false,
      permission: { "*": "allow", question: "deny" },
      provider: {
        anthropic: { options: {} },
        openai: { options: {} },
        "cloudflare-workers-ai": { options: { baseURL: ACCOUNT } },
        "cloudflare-ai-gateway": { options: { baseURL: ACCOUNT, headers: { "cf-aig-gateway-id": "default" } } },
        "openai-compatible": {
          options: { baseURL: "http://127.0.0.1:11434/v1" },
          models: { qwen: { tool_call: true } },
        },
      },
    });
    expect(config.provider["anthropic"]).toEqual({ models: {}, options: {} });
    expect(env).toEqual({
      ANTHROPIC_API_KEY: "sk-ant",
      OPENAI_API_KEY: "sk-proj",
      CLOUDFLARE_ACCOUNT_ID: "account",
      CLOUDFLARE_API_KEY: "cf-key",
      CLOUDFLARE_GATEWAY_ID: "default",
      CLOUDFLARE_API_TOKEN: "cf-token",
    });
    expect(auths).toEqual([
      { providerID: "anthropic", auth: { type: "api", key: "sk-ant" } },
      { providerID: "openai", auth: { type: "api", key: "sk-proj" } },
      { providerID: "cloudflare-workers-ai", auth: { type: "api", key: "cf-key" } },
      { providerID: "cloudflare-ai-gateway", auth: { type: "api", key: "cf-token" } },
      { providerID: "openai-compatible", auth: { type: "api", key: "local" } },
    ]);
    expect(JSON.stringify(config)).not.toMatch(/sk-ant|sk-proj|cf-key|cf-token|"local"/);
  });

  it("merges the user's config object by object, lets it win, and replaces arrays", () => {
    const { config } = resolveProviders(ALL, {
      autoupdate: true,
      permission: { bash: "ask" },
      provider: { anthropic: { options: { timeout: 5 } }, google: { name: "Mine" } },
      instructions: ["mine.md"],
      share: undefined,
    });
    expect(config).toMatchObject({
      autoupdate: true,
      permission: { "*": "allow", question: "deny", bash: "ask" },
      provider: { anthropic: { options: { timeout: 5 } }, openai: {}, google: { name: "Mine" } },
      instructions: ["mine.md"],
    });
    expect(config).not.toHaveProperty("share");
  });

  it("does not let a config reach the prototype of all objects", () => {
    resolveProviders(ALL, JSON.parse(`{"__proto__":{"polluted":true},"provider":{"__proto__":{"polluted":true}}}`));
    expect({}).not.toHaveProperty("polluted");
  });

  it("takes the default provider and the model from the user's model, also one that OpenCode does not know yet", () => {
    const { id, config } = resolveProviders(ALL, { model: "openai/gpt-next" });
    expect([id, config.model]).toEqual(["openai", "openai/gpt-next"]);
    expect(config.provider["openai"]).toMatchObject({ models: { "gpt-next": {} } });
    expect(config).toMatchObject({ small_model: `openai/${DEFAULT_MODELS.openai.small}` });
  });

  it("takes the model that the credentials name, and no other of an address of one's own", () => {
    const baseURL = "https://proxy.example/v1";
    const detected = {
      credentials: [{ provider: "openai", apiKey: "k", model: "m", baseURL }],
      defaultProvider: "openai",
    } as const;
    expect(resolveProviders(detected).config).toMatchObject({
      model: "openai/m",
      small_model: "openai/m",
      provider: { openai: { options: { baseURL } } },
    });
  });

  it.each(["anthropic", "openai", "cloudflare-workers-ai", "cloudflare-ai-gateway"] as const)(
    "has a default model of %s",
    (defaultProvider) => {
      const { id, config } = resolveProviders({ ...ALL, defaultProvider });
      expect([id, config.model]).toEqual([
        defaultProvider,
        `${defaultProvider}/${DEFAULT_MODELS[defaultProvider].model}`,
      ]);
    },
  );

  it("says what is missing", () => {
    const endpoint = {
      credentials: [{ provider: "openai-compatible", baseURL: "http://127.0.0.1/v1" }],
      defaultProvider: "openai-compatible",
    } as const;
    expect(() => resolveProviders(endpoint)).toThrow(/^OPENAI_MODEL is not set, though OPENAI_BASE_URL is: set it/);
    expect(
      resolveProviders(endpoint, { model: "openai-compatible/a/b" }).config.provider["openai-compatible"],
    ).toMatchObject({
      models: { "a/b": { name: "a/b" } },
    });
    expect(() => resolveProviders(ALL, { model: "google/gemini" })).toThrow(
      expect.objectContaining({ code: "provider_missing", message: expect.stringContaining("provider google") }),
    );
    expect(resolveProviders(ALL, { model: "google/gemini", provider: { google: {} } }).config.model).toBe(
      "google/gemini",
    );
    expect(() => resolveProviders(ALL, { model: "gemini" })).toThrow(/write it as provider\/model/);
  });
});
