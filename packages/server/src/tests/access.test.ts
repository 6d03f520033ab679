import { SELF } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { connectClient } from "./connectClient.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";

/** How the room ends a socket that it does not want. */
async function refusal(url: string, headers: Record<string, string> = {}): Promise<{ code: number; reason: string }> {
  const { webSocket } = await SELF.fetch(url, { headers: { Upgrade: "websocket", ...headers } });
  if (webSocket === null) throw new Error("The room did not upgrade.");
  return new Promise((resolve) => {
    webSocket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }));
    webSocket.accept();
  });
}

describe("who may connect", () => {
  it("only this machine, as long as the room has no authorize()", async () => {
    const { code, reason } = await refusal("https://rooms.example.com/parties/open-code-room/closed");
    expect(code).toBe(4401);
    expect(reason).toContain("authorize(request)");
  });

  it("not a page of a foreign origin", async () => {
    const url = "http://localhost/parties/open-code-room/closed";
    await expect(refusal(url, { Origin: "https://evil.example" })).resolves.toMatchObject({ code: 4401 });
    await expect(refusal(url, { Origin: "null" })).resolves.toMatchObject({ code: 4401 });
  });

  it("a page of the room's own host", async () => {
    const { client } = await connectClient("own-origin", { Origin: "http://localhost" });
    await vi.waitFor(() => expect(client.connection.get()).toEqual({ status: "open", role: "owner" }));
  });
});

describe("what makes no sense", () => {
  it("is refused with a code, and the socket goes on", async () => {
    const viewer = await connectClient("nonsense");
    for (const text of ["{", "[]", `{"type":"dance"}`, `{"type":"subscribe","channel":"run:../../x"}`]) {
      viewer.sendsRaw(text);
    }
    await vi.waitFor(() => expect(viewer.received.filter((text) => text.includes(`"refused"`))).toHaveLength(4));
    await expect(viewer.client.submit({ prompt: "  " })).rejects.toMatchObject({ code: "bad_request" });
    await expect(viewer.client.stop("no-such-run")).rejects.toMatchObject({ code: "not_found" });
    await expect(viewer.client.replyToPermission({ requestId: "per_x", reply: "once" })).rejects.toMatchObject({
      code: "request_gone",
    });
    expect(viewer.client.connection.get().status).toBe("open");
  });

  it("a run that does not exist is an error of its channel", async () => {
    const { client } = await connectClient("nonsense");
    const run = client.run("no-such-run");
    run.subscribe(() => undefined);
    await vi.waitFor(() => expect(run.status.get()).toMatchObject({ phase: "error", error: { code: "not_found" } }));
  });

  it("gets an answer over HTTP that is no stack", async () => {
    const response = await SELF.fetch("http://localhost/parties/open-code-room/nonsense/anything");
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("at ");
  });
});

describe("files and artifacts", () => {
  it("follows the workspace: a listing, then its changes", async () => {
    const sandbox = fakeSandboxOf("files");
    sandbox.holdsFiles([{ path: "a.txt", kind: "file", size: 1 }]);
    const { client } = await connectClient("files");
    client.files.subscribe(() => undefined);
    await vi.waitFor(() => expect(client.files.get().rows.size).toBe(1));
    sandbox.changesFiles(
      { type: "set", entry: { path: "b.txt", kind: "file", size: 2 } },
      { type: "remove", path: "a.txt" },
    );
    await vi.waitFor(() => expect([...client.files.get().rows].map(({ id }) => id)).toEqual(["b.txt"]));
  });

  it("hands out a link that downloads the file, as an attachment and nothing else", async () => {
    fakeSandboxOf("artifacts").holdsFiles([{ path: 'out/ré "1".csv', kind: "file", size: 5 }], "a,b\n1");
    const { client } = await connectClient("artifacts");
    const link = await client.linkArtifact('out/ré "1".csv');
    expect(link).toMatchObject({ filename: 'ré "1".csv', size: 5 });
    const response = await SELF.fetch(link.url);
    expect(await response.text()).toBe("a,b\n1");
    expect(response.headers.get("Content-Disposition")).toBe(
      `attachment; filename="r_ _1_.csv"; filename*=UTF-8''r%C3%A9%20%221%22.csv`,
    );
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Content-Security-Policy")).toContain("sandbox");
  });

  it("refuses a forged link, and one of another room", async () => {
    fakeSandboxOf("artifacts").holdsFiles([{ path: "a.csv", kind: "file", size: 5 }], "a,b\n1");
    const { client } = await connectClient("artifacts");
    const { url } = await client.linkArtifact("a.csv");
    expect((await SELF.fetch(`${url}x`)).status).toBe(403);
    expect((await SELF.fetch(url.replace("/artifacts/", "/other/"))).status).toBe(403);
    expect((await SELF.fetch(url.replace(/token=.*/, ""))).status).toBe(403);
  });

  it("has no link for a file that is not there", async () => {
    const { client } = await connectClient("artifacts");
    await expect(client.linkArtifact("nothing.csv")).rejects.toMatchObject({ code: "not_found" });
  });
});
