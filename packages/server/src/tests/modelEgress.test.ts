import { createExecutionContext } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ContainerProxy, OpenCodeSandbox } from "../cloudflare/index.ts";

afterEach(() => vi.unstubAllGlobals());

/** What reaches the network, and an answer to it. */
function stubNetwork(): Request[] {
  const sent: Request[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
    sent.push(new Request(input, init));
    return Response.json({ ok: true });
  });
  return sent;
}

const proxy = (env: object, props: object = {}): ContainerProxy =>
  new ContainerProxy(Object.assign(createExecutionContext(), { props }) as never, env as never);

const ask = (): Request =>
  new Request("http://llm.internal/anthropic/messages", {
    method: "POST",
    headers: { "x-api-key": "added-outside-the-sandbox", "content-type": "application/json" },
    body: "{}",
  });

describe("what stands between a container and the network", () => {
  it("adds the key of the Worker's environment to a request to the model", async () => {
    const sent = stubNetwork();
    const answer = await proxy({ ANTHROPIC_API_KEY: "sk-real" }).fetch(ask());
    expect(await answer.json()).toEqual({ ok: true });
    expect(sent.map(({ url }) => url)).toEqual(["https://api.anthropic.com/v1/messages"]);
    expect(sent[0]?.headers.get("x-api-key")).toBe("sk-real");
  });

  it("adds the key that was given for this sandbox in its place", async () => {
    const sent = stubNetwork();
    const credentials = [{ provider: "anthropic", apiKey: "sk-given" }];
    const outboundByHostOverrides = { "llm.internal": { method: "modelEgress", params: { credentials } } };
    await proxy({ ANTHROPIC_API_KEY: "sk-real" }, { outboundByHostOverrides }).fetch(ask());
    expect(sent[0]?.headers.get("x-api-key")).toBe("sk-given");
  });

  it("says what is missing where there is no key, and asks nobody", async () => {
    const sent = stubNetwork();
    const answer = await proxy({}).fetch(ask());
    expect(answer.ok).toBe(false);
    expect(await answer.text()).toContain("ANTHROPIC_API_KEY");
    expect(sent).toEqual([]);
  });

  it("lets nothing else out that is not allowed", async () => {
    const sent = stubNetwork();
    const props = { className: "Sandbox", containerId: "1", enableInternet: false, allowedHosts: ["llm.internal"] };
    const answer = await proxy({ ANTHROPIC_API_KEY: "sk-real" }, props).fetch(new Request("http://evil.example/"));
    expect([answer.status, sent]).toEqual([520, []]);
  });

  it("is asked for by a class of one's own, too", () => {
    class Mine extends OpenCodeSandbox {}
    // Only the runtime can make one; by then the handlers are in place.
    expect(() => new Mine({} as never, {})).toThrow(/Failed to construct/);
    expect(Object.keys(Mine.outboundByHost ?? {})).toEqual(["llm.internal"]);
    expect(Object.keys(Mine.outboundHandlers ?? {})).toEqual(["modelEgress"]);
  });
});
