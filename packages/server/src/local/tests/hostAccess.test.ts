import { mkdtemp } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../startSandboxHost.ts";
import { startSandboxHost } from "../startSandboxHost.ts";

let host: SandboxHost;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  host = await startSandboxHost({ root, keep: false, model: { baseUrl: "http://127.0.0.1:1/v1", model: "none" } });
});

afterAll(() => host.close());

type Answer = { readonly status: number | undefined; readonly body: string };

/** `fetch` cannot set `Host`. */
function ask(path: string, headers: Record<string, string>, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(host.url);
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.once("end", () => resolve({ status: response.statusCode, body }));
    });
    sent.once("error", reject);
    sent.end();
  });
}

const authorized = (): Record<string, string> => ({ authorization: `Bearer ${host.token}` });

describe("the sandbox host", () => {
  it("listens on the loopback interface only", () => {
    expect(new URL(host.url).hostname).toBe("127.0.0.1");
  });

  it("answers who has the token", async () => {
    expect(await ask("/sandboxes/a/files", authorized())).toEqual({
      status: 200,
      body: `{"entries":[],"truncated":false}`,
    });
  });

  it.each<[string, Record<string, string>]>([
    ["no token", {}],
    ["another token", { authorization: "Bearer x" }],
    ["another scheme", { authorization: "Basic x" }],
  ])("refuses %s", async (_name, headers) => {
    for (const path of ["/sandboxes/a/files", "/", "/sandboxes/a/agent/event"]) {
      const { status, body } = await ask(path, headers);
      expect([status, JSON.parse(body)]).toEqual([
        401,
        { error: { code: "unauthorized", message: expect.stringContaining("token") } },
      ]);
    }
  });

  it.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1:1@evil.example"])(
    "refuses the name %s, also with the token",
    async (name) => {
      const { status, body } = await ask("/sandboxes/a/files", { ...authorized(), host: name });
      expect([status, JSON.parse(body)]).toMatchObject([403, { error: { code: "forbidden" } }]);
    },
  );

  it.each(["", "..", "%2e%2e", "a.b", "a%2Fb", "a".repeat(65)])("has no sandbox named %j", async (name) => {
    const { status } = await ask(`/sandboxes/${name}/files`, authorized());
    expect([400, 404]).toContain(status);
  });

  it("has no other addresses", async () => {
    for (const [path, method] of [
      ["/", "GET"],
      ["/sandboxes/a", "GET"],
      ["/sandboxes/a/files", "POST"],
      ["/sandboxes/a/files/x", "GET"],
      ["/sandboxes/a/toString", "GET"],
    ] as const) {
      const { status, body } = await ask(path, authorized(), method);
      expect([status, JSON.parse(body)]).toMatchObject([404, { error: { code: "not_found" } }]);
    }
  });

  it("keeps the model from who does not know a sandbox's address of it, the token's owner included", async () => {
    const { status } = await ask(`/model/${host.token}/v1/models`, authorized());
    expect(status).toBe(401);
  });

  it("passes nothing to an agent that does not run", async () => {
    const { status, body } = await ask("/sandboxes/a/agent/session", authorized());
    expect([status, JSON.parse(body)]).toMatchObject([503, { error: { code: "agent_unavailable", retryable: true } }]);
  });
});
