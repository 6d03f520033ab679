import { describe, expect, it } from "vitest";
import { detectProviders } from "./detectProviders.ts";

const COMPATIBLE = { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/", OPENAI_MODEL: "a/b" };
const ALL = {
  ANTHROPIC_API_KEY: "sk-ant",
  OPENAI_API_KEY: "sk-proj",
  CLOUDFLARE_ACCOUNT_ID: "account",
  CLOUDFLARE_API_KEY: "cf-key",
  CLOUDFLARE_GATEWAY_ID: "default",
  CLOUDFLARE_API_TOKEN: "cf-token",
};

describe("detectProviders", () => {
  it("is null where nothing is set, or nothing that is text", () => {
    for (const env of [{}, { ANTHROPIC_API_KEY: "" }, { OPENAI_API_KEY: " " }, { OPENAI_API_KEY: 1 }, { AI: {} }]) {
      expect(detectProviders(env)).toBeNull();
    }
  });

  it("lists all that are present; the first is the default", () => {
    expect(detectProviders(ALL)).toEqual({
      credentials: [
        { provider: "anthropic", apiKey: "sk-ant" },
        { provider: "openai", apiKey: "sk-proj" },
        { provider: "cloudflare-workers-ai", accountId: "account", apiKey: "cf-key" },
        { provider: "cloudflare-ai-gateway", accountId: "account", gatewayId: "default", apiKey: "cf-token" },
      ],
      defaultProvider: "anthropic",
    });
  });

  it.each([
    ["openai/gpt-6-sol", "openai"],
    ["cloudflare-workers-ai/@cf/zai-org/glm-5.3", "cloudflare-workers-ai"],
    ["google/gemini-2", "anthropic"],
    ["cloudflare-ai-gateway/openai/gpt-6-sol", "cloudflare-ai-gateway"],
  ])("chooses the default for the model %s: %s", (model, provider) => {
    expect(detectProviders(ALL, model)?.defaultProvider).toBe(provider);
  });

  it("keeps the first where the model's provider has no key", () => {
    expect(detectProviders({ ANTHROPIC_API_KEY: "k" }, "openai/gpt-6-sol")?.defaultProvider).toBe("anthropic");
  });

  it("takes an endpoint like OpenAI's, which may need no key and gets OpenAI's", () => {
    const endpoint = { provider: "openai-compatible", baseURL: "http://127.0.0.1:11434/v1", model: "a/b" };
    expect(detectProviders(COMPATIBLE)?.credentials).toEqual([endpoint]);
    expect(detectProviders({ ...COMPATIBLE, OPENAI_API_KEY: " k\n" })?.credentials).toEqual([
      { ...endpoint, apiKey: "k" },
    ]);
  });

  it("takes OpenAI's own address and model for OpenAI's", () => {
    const env = { OPENAI_BASE_URL: "https://api.openai.com/v1", OPENAI_API_KEY: "k", OPENAI_MODEL: "gpt-5" };
    expect(detectProviders(env)?.credentials).toEqual([
      { provider: "openai", apiKey: "k", baseURL: "https://api.openai.com/v1", model: "gpt-5" },
    ]);
  });

  it("leaves half of a pair alone that other tools of Cloudflare's also read", () => {
    expect(detectProviders({ CLOUDFLARE_ACCOUNT_ID: "account" })).toBeNull();
    expect(detectProviders({ CLOUDFLARE_API_KEY: "key" })).toBeNull();
    expect(detectProviders({ CLOUDFLARE_ACCOUNT_ID: "account", CLOUDFLARE_API_TOKEN: "token" })).toBeNull();
  });

  it.each([
    [{ OPENAI_MODEL: "m" }, /^OPENAI_API_KEY is not set, though OPENAI_MODEL is: set it/],
    [{ CLOUDFLARE_GATEWAY_ID: "g", CLOUDFLARE_API_TOKEN: "t" }, /^CLOUDFLARE_ACCOUNT_ID is not set/],
    [{ CLOUDFLARE_GATEWAY_ID: "g", CLOUDFLARE_ACCOUNT_ID: "a" }, /^CLOUDFLARE_API_TOKEN is not set/],
    [{ ...ALL, CLOUDFLARE_ACCOUNT_ID: "../accounts" }, /^CLOUDFLARE_ACCOUNT_ID is not an id: set it to/],
    [{ ANTHROPIC_API_KEY: "sk hidden" }, /^ANTHROPIC_API_KEY holds a character that a key cannot have: set it/],
    [{ OPENAI_API_KEY: "hidden\nsk-2" }, /^OPENAI_API_KEY holds a character/],
    [{ ...ALL, CLOUDFLARE_API_TOKEN: "hidden hidden" }, /^CLOUDFLARE_API_TOKEN holds a character/],
    [{ OPENAI_BASE_URL: "localhost:1234" }, /^OPENAI_BASE_URL is not an http or https address: set it/],
    [{ OPENAI_BASE_URL: "nonsense" }, /^OPENAI_BASE_URL is not an http/],
    [{ OPENAI_BASE_URL: "https://u:hidden@host/v1" }, /^OPENAI_BASE_URL must have no user.*OPENAI_API_KEY/],
    [{ OPENAI_BASE_URL: "https://api.openai.com/v1" }, /^OPENAI_API_KEY is empty: set it/],
  ])("names the variable that is wrong in %o, and never its value", (env, message) => {
    expect(() => detectProviders(env)).toThrow(
      expect.objectContaining({ code: "bad_request", message: expect.stringMatching(message) }),
    );
    expect(() => detectProviders(env)).not.toThrow(/hidden/);
  });
});
