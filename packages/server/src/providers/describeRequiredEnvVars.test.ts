import { expect, it } from "vitest";
import { describeRequiredEnvVars } from "./describeRequiredEnvVars.ts";
import { detectProviders } from "./detectProviders.ts";

it("lists, line by line, sets of variables of which each is enough", () => {
  const [, ...ways] = describeRequiredEnvVars().split("\n");
  const found = ways.map((way) => {
    const names = way.replace(/\(.*\)/, "").match(/[A-Z]+(_[A-Z]+)+/g) ?? [];
    return detectProviders(
      Object.fromEntries(
        names.map((name) => [name, name === "OPENAI_BASE_URL" ? "https://models.example/v1" : "value"]),
      ),
    )?.credentials.at(-1);
  });
  expect(found.map((each) => each?.provider)).toEqual([
    "anthropic",
    "openai",
    "cloudflare-workers-ai",
    "cloudflare-ai-gateway",
    "openai-compatible",
  ]);
});

it("names the half of a pair that is missing", () => {
  expect(describeRequiredEnvVars({ CLOUDFLARE_API_KEY: "k" })).toMatch(
    /^CLOUDFLARE_API_KEY is set, but CLOUDFLARE_ACCOUNT_ID/,
  );
  expect(describeRequiredEnvVars({ CLOUDFLARE_ACCOUNT_ID: "a" })).toBe(describeRequiredEnvVars());
});
