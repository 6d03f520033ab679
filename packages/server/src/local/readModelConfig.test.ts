import { describe, expect, it } from "vitest";
import { readModelConfig } from "./readModelConfig.ts";

describe("readModelConfig", () => {
  it("finds nothing where nothing is set", () => {
    expect(readModelConfig({})).toBeUndefined();
    expect(readModelConfig({ OPENAI_BASE_URL: "", OPENAI_API_KEY: " ", OPENAI_MODEL: "" })).toBeUndefined();
  });

  it("takes a key for OpenAI's own", () => {
    expect(readModelConfig({ OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "m" })).toEqual({
      baseUrl: "https://api.openai.com/v1",
      apiKey: "sk-1",
      model: "m",
    });
  });

  it("takes an endpoint that needs no key", () => {
    expect(readModelConfig({ OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/", OPENAI_MODEL: "a/b" })).toEqual({
      baseUrl: "http://127.0.0.1:11434/v1",
      model: "a/b",
    });
  });

  it.each([
    [{ OPENAI_API_KEY: "sk-1" }, /^OPENAI_MODEL is not set/],
    [{ OPENAI_BASE_URL: "http://127.0.0.1/v1" }, /^OPENAI_MODEL is not set/],
    [{ OPENAI_MODEL: "m" }, /^OPENAI_API_KEY is not set/],
    [{ OPENAI_BASE_URL: "localhost:1234", OPENAI_MODEL: "m" }, /^OPENAI_BASE_URL is not an http/],
    [{ OPENAI_BASE_URL: "nonsense", OPENAI_MODEL: "m" }, /^OPENAI_BASE_URL is not an http/],
    [{ OPENAI_BASE_URL: "https://u:p@host/v1", OPENAI_MODEL: "m" }, /^OPENAI_BASE_URL must have no user/],
    [{ OPENAI_API_KEY: "sk-1\nsk-2", OPENAI_MODEL: "m" }, /^OPENAI_API_KEY holds a character/],
  ])("names the variable that is wrong in %o", (env, message) => {
    expect(() => readModelConfig(env)).toThrow(message);
  });

  it("keeps secrets out of what it says", () => {
    expect(() => readModelConfig({ OPENAI_BASE_URL: "https://u:hidden@host/v1", OPENAI_MODEL: "m" })).not.toThrow(
      /hidden/,
    );
  });
});
