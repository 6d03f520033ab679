import { SELF } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectClient } from "./connectClient.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import type { OpenSocketOptions } from "./openSocket.ts";
import { openSocket } from "./openSocket.ts";
import { BROKEN_ROOM } from "./worker.ts";

const ROOM = "http://localhost/parties/open-code-room";

/** What a refused client is told: the message before the end, and the end itself. */
async function refusal(room: string, options: OpenSocketOptions = {}) {
  const socket = await openSocket(room, options);
  const closed = await vi.waitUntil(socket.closed);
  return { ...closed, received: socket.received };
}

afterEach(() => void vi.restoreAllMocks());

describe("who may connect", () => {
  it("only this machine, as long as the room has no authorize()", async () => {
    const { code, reason, received } = await refusal("closed", { host: "https://rooms.example.com" });
    expect(code).toBe(4401);
    expect(reason).toContain("authorize(request)");
    expect(received).toMatchObject([{ type: "refused", error: { code: "unauthorized", message: reason } }]);
  });

  it.each(["https://evil.example", "null", "http://localhost:8080", "http://localhost.evil.example", "file://"])(
    "not a page of the foreign origin %s",
    async (origin) => {
      const { code, received } = await refusal("closed", { headers: { Origin: origin } });
      expect(code).toBe(4401);
      expect(received).toMatchObject([{ type: "refused", error: { code: "origin_forbidden" } }]);
    },
  );

  it("a page of an origin that the room lists, which counts for its origin only", async () => {
    const Origin = "https://app.example.com";
    const socket = await openSocket("listed-origin", { headers: { Origin } });
    await vi.waitFor(() => expect(socket.received).toMatchObject([{ type: "hello", role: "owner" }]));
    const elsewhere = await refusal("listed-origin", { headers: { Origin }, host: "https://rooms.example.com" });
    expect(elsewhere.received).toMatchObject([{ type: "refused", error: { code: "unauthorized" } }]);
  });

  it("a page of the room's own host", async () => {
    const { client } = await connectClient("own-origin", { Origin: "http://localhost" });
    await vi.waitFor(() => expect(client.connection.get()).toEqual({ status: "open", role: "owner" }));
  });

  it("nobody where authorize() fails, and what failed stays in the log", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { code, reason } = await refusal("closed", { headers: { "X-Fail": "the database is down" } });
    expect(code).toBe(4401);
    expect(reason).not.toContain("database");
    expect(String(log.mock.calls)).toContain("the database is down");
  });

  it("and hears the whole reason, of which a close frame takes only whole characters", async () => {
    const reason = "日本語".repeat(40);
    const { reason: closing, received } = await refusal("closed", { query: { reason } });
    expect(received).toMatchObject([{ type: "refused", error: { code: "unauthorized", message: reason } }]);
    expect(closing).toBe(reason.slice(0, 40));
  });
});

describe("a room that cannot start", () => {
  it.each<[string, Record<string, string>]>([
    ["a socket", { Upgrade: "websocket" }],
    ["a download", {}],
  ])("tells %s nothing of why", async (_kind, headers) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await SELF.fetch(`${ROOM}/${BROKEN_ROOM}/artifact`, { headers });
    expect(response.status).toBe(500);
    expect(await response.text()).toBe("The room failed. Its log says why.\n");
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
      code: "request_unknown",
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
    for (const [path, method] of [
      ["", "GET"],
      ["/anything", "GET"],
      ["/artifact", "POST"],
    ] as const) {
      const response = await SELF.fetch(`${ROOM}/nonsense${path}`, { method });
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain("at ");
    }
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
    await expect(client.linkArtifact("nothing.csv")).rejects.toMatchObject({ code: "artifact_missing" });
  });
});
