import { afterEach, describe, expect, it, vi } from "vitest";
import { handleModelEgress, modelEgressUrl } from "./handleModelEgress.ts";

const ENV = { ANTHROPIC_API_KEY: "sk-ant", OPENAI_API_KEY: "sk-proj", ROOMS: {} };

afterEach(() => vi.unstubAllGlobals());

function network() {
  const fetch = vi.fn<(url: string, init: { readonly headers: object }) => Promise<Response>>(async () =>
    Response.json({}),
  );
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

describe("handleModelEgress", () => {
  it("finds the provider by the first part of the path, and its key in the environment", async () => {
    const fetch = network();
    const url = `${modelEgressUrl({ provider: "openai", apiKey: "" })}/responses?stream=1`;
    expect(url).toBe("http://llm.internal/openai/responses?stream=1");
    expect((await handleModelEgress(new Request(url), ENV)).status).toBe(200);
    const [asked, init] = fetch.mock.calls[0] ?? [];
    expect(asked).toBe("https://api.openai.com/v1/responses?stream=1");
    expect(init?.headers).toMatchObject({ authorization: "Bearer sk-proj" });
  });

  it("uses explicit credentials in place of the environment's", async () => {
    const fetch = network();
    const credentials = { provider: "anthropic", apiKey: "sk-tenant" } as const;
    const ask = (id: string) =>
      handleModelEgress(new Request(`http://llm.internal/${id}/messages`), ENV, { credentials });
    expect((await ask("anthropic")).status).toBe(200);
    expect(fetch.mock.calls[0]?.[1].headers).toMatchObject({ "x-api-key": "sk-tenant" });
    expect((await ask("openai")).status).toBe(424);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["http://llm.internal/anthropic/messages", {}, 424, /no model provider.*ANTHROPIC_API_KEY/],
    [
      "http://llm.internal/anthropic/messages",
      { ANTHROPIC_API_KEY: "a b" },
      424,
      /^ANTHROPIC_API_KEY holds a character/,
    ],
    ["http://llm.internal/cloudflare-workers-ai/models", ENV, 424, /no credentials of this provider/],
    ["http://llm.internal/anthropic", ENV, 404, /no such address/],
    ["http://llm.internal/anthropic/files", ENV, 404, /no such address/],
  ])("answers %s with what to do", async (url, env, status, message) => {
    const fetch = network();
    const response = await handleModelEgress(new Request(url), env);
    expect([response.status, await response.json()]).toEqual([
      status,
      { error: expect.objectContaining({ message: expect.stringMatching(message) }) },
    ]);
    expect(fetch).not.toHaveBeenCalled();
  });
});
