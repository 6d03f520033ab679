import { describe, expect, it } from "vitest";
import { cloudflareSandbox, proxyPreview } from "../cloudflare/index.ts";

type Call = readonly [method: string, args: readonly unknown[]];

/** A binding whose one object notes what it is asked and answers by `answers`; anything else it refuses. */
function makeBinding(answers: Readonly<Record<string, (...args: readonly never[]) => unknown>>) {
  const calls: Call[] = [];
  const ids: string[] = [];
  const stub = new Proxy(
    {},
    {
      get: (_target, method: string) => {
        if (method === "then") return undefined;
        return async (...args: readonly never[]) => {
          calls.push([method, args]);
          const answer = answers[method];
          if (answer === undefined) {
            throw new TypeError(`The RPC receiver does not implement the method "${method}".`);
          }
          return answer(...args);
        };
      },
    },
  );
  const binding = {
    idFromName: (name: string) => {
      ids.push(name);
      return name;
    },
    get: () => stub,
  };
  return { binding, calls, ids };
}

const printed = (...fields: readonly string[]): object => ({
  exitCode: 0,
  stdout: btoa(fields.map((field) => `${field}\0`).join("")),
  stderr: "",
});

const OPENED = printed("boot", "password", "4096", "disk", "/workspace");
const healthy = (): Response => Response.json({ healthy: true, version: "1.18.33" });

describe("a sandbox of Cloudflare's", () => {
  it("opens its agent with a config without keys, and tells the object which ones to add", async () => {
    const { binding, calls, ids } = makeBinding({
      configure: () => undefined,
      setModelCredentials: () => undefined,
      execWithSessionToken: () => OPENED,
      containerFetch: healthy,
    });
    const credentials = [{ provider: "anthropic", apiKey: "sk-given" }] as const;
    const sandbox = cloudflareSandbox(binding, "Room", { env: { OPENAI_API_KEY: "sk-env" }, credentials });
    const agent = await sandbox.openAgent();
    expect(agent).toMatchObject({ bootId: "boot", directory: "/workspace", version: "1.18.33", scripted: false });
    expect(agent.model).toMatch(/^anthropic\//);
    expect(ids).toEqual(["z52oom"]);

    const names = calls.map(([method]) => method);
    expect(names.indexOf("setModelCredentials")).toBeLessThan(names.indexOf("execWithSessionToken"));
    expect(calls.find(([method]) => method === "setModelCredentials")?.[1]).toEqual([credentials]);
    expect(JSON.stringify(calls.find(([method]) => method === "configure"))).toContain('"transport":"rpc"');
    const commands = JSON.stringify(calls.filter(([method]) => method === "execWithSessionToken"));
    expect(commands).toContain("http://llm.internal/anthropic");
    expect(commands).not.toMatch(/sk-/);
    const [request, port] = calls.find(([method]) => method === "containerFetch")?.[1] ?? [];
    expect(request).toBeInstanceOf(Request);
    expect((request as Request).headers.get("authorization")).toBe(`Basic ${btoa("opencode:password")}`);
    expect(port).toBe(4096);
  });

  it("lets the object use the keys of the Worker's environment where none are given", async () => {
    const { binding, calls } = makeBinding({
      configure: () => undefined,
      setModelCredentials: () => undefined,
      execWithSessionToken: () => OPENED,
      containerFetch: healthy,
    });
    await cloudflareSandbox(binding, "room", { env: { OPENAI_API_KEY: "sk-env" } }).openAgent();
    expect(calls.find(([method]) => method === "setModelCredentials")?.[1]).toEqual([[]]);
    expect(JSON.stringify(calls)).not.toContain("sk-env");
  });

  it("says what to set where there is no provider, and starts no container", async () => {
    const { binding, calls } = makeBinding({ configure: () => undefined });
    const opening = cloudflareSandbox(binding, "room", { env: {} }).openAgent();
    await expect(opening).rejects.toMatchObject({ code: "provider_missing" });
    expect(calls.filter(([method]) => method !== "configure")).toEqual([]);
  });

  it("says so where its class adds no keys", async () => {
    const { binding } = makeBinding({ configure: () => undefined });
    const opening = cloudflareSandbox(binding, "room", { env: { OPENAI_API_KEY: "sk-env" } }).openAgent();
    await expect(opening).rejects.toThrow("let it extend OpenCodeSandbox");
  });

  it("takes the bucket of its backups from the environment", async () => {
    const deleted: string[][] = [];
    const bucket = { head: async () => ({ size: 5 }), delete: async (keys: string[]) => void deleted.push(keys) };
    const id = "0b4ee4a6-7b3f-4f0e-9a64-0f4f5cbbd1c7";
    const { binding } = makeBinding({
      configure: () => undefined,
      execWithSessionToken: () => printed(),
      createBackup: ({ dir }: { readonly dir: string }) => ({ id, dir }),
    });
    const sandbox = cloudflareSandbox(binding, "room", { env: { BACKUP_BUCKET: bucket } });
    const backup = await sandbox.createBackup();
    expect(backup).toMatchObject({ id, size: 10 });
    await sandbox.deleteBackup(backup);
    expect(deleted).toEqual(Array(2).fill([`backups/${id}/data.sqsh`, `backups/${id}/meta.json`]));
  });
});

describe("a request to a preview", () => {
  it("goes to the sandbox that its host names, and no other request does", async () => {
    const { binding, calls, ids } = makeBinding({ configure: () => undefined, fetch: () => new Response("hello") });
    const answer = await proxyPreview(new Request("https://8080-z52oom-token.preview.example.com/x"), binding);
    expect(await answer?.text()).toBe("hello");
    expect(ids).toEqual(["z52oom"]);
    const before = calls.length;
    expect(await proxyPreview(new Request("https://app.example.com/parties/room"), binding)).toBeNull();
    expect(calls).toHaveLength(before);
  });
});
