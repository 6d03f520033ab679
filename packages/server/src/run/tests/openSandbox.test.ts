import { expect, it } from "vitest";
import type { OpenSandboxOptions, SandboxBinding } from "../openSandbox.ts";
import { openSandbox } from "../openSandbox.ts";
import { createFakePort } from "./createFakePort.ts";

const { port } = createFakePort();
const namespace: SandboxBinding = { idFromName: () => "id", get: () => ({}) };

it("a sandbox of the kit's is taken as it is, with the model of the config", async () => {
  const opened = await openSandbox(port, "a", { env: {}, userConfig: { model: "anthropic/claude" } });
  expect(opened).toEqual({ port, providerId: "anthropic", model: "anthropic/claude" });
  expect(await openSandbox(port, "a", { env: {} })).toEqual({ port, providerId: "openai-compatible" });
});

it("a function makes one, and gets all that it may need", async () => {
  let asked: unknown;
  const make = (name: string, options: OpenSandboxOptions) => {
    asked = { name, ...options };
    return port;
  };
  expect((await openSandbox(make, "mine", { env: { A: "1" } })).port).toBe(port);
  expect(asked).toEqual({ name: "mine", env: { A: "1" } });
});

it.each([
  { credentials: [{ provider: "openai", apiKey: "k" }] },
  { userConfig: { permission: { bash: "allow" } } },
] satisfies Partial<OpenSandboxOptions>[])("a sandbox that has a model already takes no %j", async (options) => {
  await expect(openSandbox(port, "a", { env: {}, ...options })).rejects.toMatchObject({ code: "bad_request" });
});

it("Cloudflare's sandbox needs a provider, and the error lists what to set", async () => {
  const opening = openSandbox(namespace, "a", { env: {} });
  await expect(opening).rejects.toMatchObject({ code: "provider_missing" });
  await expect(opening).rejects.toThrow(/ANTHROPIC_API_KEY[\s\S]*OPENAI_API_KEY[\s\S]*CLOUDFLARE_ACCOUNT_ID/);
});
