import { describe, expect, it } from "vitest";
import { selectProviders } from "./selectProviders.ts";

const ENV = { ANTHROPIC_API_KEY: "of-the-env", OPENAI_API_KEY: "of-the-env" };
const OWN = { provider: "anthropic", apiKey: "explicit" } as const;

describe("selectProviders", () => {
  it("lets explicit credentials win, and gives away no other key of the environment", () => {
    expect(selectProviders(ENV, { credentials: OWN })).toEqual({ credentials: [OWN], defaultProvider: "anthropic" });
    expect(selectProviders({ OPENAI_BASE_URL: "wrong" }, { credentials: [OWN] }).credentials).toEqual([OWN]);
  });

  it("takes what the environment has, with the default of the user's model", () => {
    expect(selectProviders(ENV).defaultProvider).toBe("anthropic");
    const { credentials, defaultProvider } = selectProviders(ENV, {
      credentials: [],
      userConfig: { model: "openai/x" },
    });
    expect([credentials.length, defaultProvider]).toEqual([2, "openai"]);
  });

  it("lists what to set when there is nothing", () => {
    expect(() => selectProviders({})).toThrow(
      expect.objectContaining({
        code: "provider_missing",
        message: expect.stringMatching(/ANTHROPIC_API_KEY[^]*GATEWAY_ID/),
      }),
    );
  });

  it("takes two endpoints of one kind only by ids of their own", () => {
    const endpoint = { provider: "openai-compatible", baseURL: "http://127.0.0.1/v1" } as const;
    expect(() => selectProviders({}, { credentials: [endpoint, endpoint] })).toThrow(/two credentials/);
    expect(() => selectProviders({}, { credentials: [OWN, { ...endpoint, id: "anthropic" }] })).toThrow(
      /two credentials/,
    );
    expect(selectProviders({}, { credentials: [endpoint, { ...endpoint, id: "b" }] }).credentials.length).toBe(2);
  });

  it.each([
    [{ provider: "anthropic", apiKey: "" }, "apiKey of anthropic is empty"],
    [{ provider: "openai", apiKey: "a hidden key" }, "apiKey of openai holds a character"],
    [{ provider: "openai-compatible", baseURL: "ftp://host" }, "baseURL of openai-compatible is not an http"],
    [{ provider: "openai-compatible", baseURL: "https://api.openai.com/v1" }, "use the provider openai"],
    [{ provider: "cloudflare-workers-ai", accountId: "a/b", apiKey: "k" }, "accountId of cloudflare-workers-ai is not"],
  ] as const)("names the field that is wrong in %o", (credentials, message) => {
    expect(() => selectProviders({}, { credentials })).toThrow(message);
    expect(() => selectProviders({}, { credentials })).not.toThrow(/hidden/);
  });
});
