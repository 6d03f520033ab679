import { SELF } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { ConnectedClient } from "./connectClient.ts";
import { connectClient } from "./connectClient.ts";
import type { FakeSandbox } from "./createFakeSandbox.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";

const TEXT = "0123456789";
const PAGE = { path: "out/page.html", kind: "file", size: TEXT.length, modifiedAt: 1_000 } as const;

let count = 0;
async function newRoom(): Promise<{ sandbox: FakeSandbox; viewer: ConnectedClient }> {
  const room = `downloads-${++count}`;
  const sandbox = fakeSandboxOf(room);
  sandbox.holdsFiles([PAGE], TEXT);
  return { sandbox, viewer: await connectClient(room) };
}

async function link(): Promise<{ url: string; sandbox: FakeSandbox }> {
  const { sandbox, viewer } = await newRoom();
  return { url: (await viewer.client.linkArtifact(PAGE.path)).url, sandbox };
}

const get = (url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> =>
  SELF.fetch(url, { headers, method });

describe("a download", () => {
  it("says what it is, and is an attachment that nothing runs in", async () => {
    const { url } = await link();
    const response = await get(url);
    expect(await response.text()).toBe(TEXT);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "content-disposition": expect.stringMatching(/^attachment; filename="page.html"/),
      "content-length": "10",
      "content-security-policy": expect.stringContaining("sandbox"),
      "content-type": "text/html; charset=utf-8",
      "last-modified": "Thu, 01 Jan 1970 00:00:01 GMT",
      "x-content-type-options": "nosniff",
    });
  });

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
  ])("sends the range %s", async (range, text, contentRange) => {
    const response = await get((await link()).url, { Range: range });
    expect([response.status, response.headers.get("Content-Range")]).toEqual([206, contentRange]);
    expect(await response.text()).toBe(text);
  });

  it("sends the whole for several ranges, and refuses one beyond the end", async () => {
    const { url } = await link();
    const several = await get(url, { Range: "bytes=0-1,4-5" });
    expect([several.status, await several.text()]).toEqual([200, TEXT]);
    const beyond = await get(url, { Range: "bytes=10-" });
    expect([beyond.status, beyond.headers.get("Content-Range")]).toEqual([416, "bytes */10"]);
    await beyond.text();
  });

  it("goes on only with the same version of the file", async () => {
    const { url, sandbox } = await link();
    const etag = (await get(url, {}, "HEAD")).headers.get("ETag") ?? "";
    const same = await get(url, { Range: "bytes=8-", "If-Range": etag });
    expect([same.status, await same.text()]).toEqual([206, "89"]);
    expect((await get(url, { "If-None-Match": `"x", W/${etag}` })).status).toBe(304);
    sandbox.holdsFiles([{ ...PAGE, modifiedAt: 2_000 }], "abcdefghij");
    const other = await get(url, { Range: "bytes=8-", "If-Range": etag });
    expect([other.status, await other.text()]).toEqual([200, "abcdefghij"]);
    const fresh = await get(url, { "If-None-Match": etag });
    expect([fresh.status, await fresh.text()]).toEqual([200, "abcdefghij"]);
  });

  it("answers HEAD with the facts alone", async () => {
    const { url } = await link();
    const whole = await get(url, {}, "HEAD");
    expect([whole.status, whole.headers.get("Content-Length"), await whole.text()]).toEqual([200, "10", ""]);
    const part = await get(url, { Range: "bytes=2-4" }, "HEAD");
    expect([part.status, part.headers.get("Content-Range"), await part.text()]).toEqual([206, "bytes 2-4/10", ""]);
  });

  it("says that the file is gone, leads out of the workspace or is too large, if it came so after the link", async () => {
    const { url, sandbox } = await link();
    sandbox.holdsFiles([{ ...PAGE, size: 1_001 }], TEXT);
    const large = await get(url);
    expect([large.status, await large.text()]).toEqual([413, expect.stringMatching(/1001 bytes.*at most 1000/)]);
    sandbox.holdsFiles([]);
    const gone = await get(url);
    expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining("no file")]);
    sandbox.leadsOut(PAGE.path);
    const outside = await get(url);
    expect([outside.status, await outside.text()]).toEqual([403, expect.stringContaining("out of the workspace")]);
  });
});

describe("a link", () => {
  it("is refused by a code of its own for each reason", async () => {
    const { viewer, sandbox } = await newRoom();
    const { client } = viewer;
    await expect(client.linkArtifact("none")).rejects.toMatchObject({ code: "artifact_missing" });
    sandbox.leadsOut("link");
    await expect(client.linkArtifact("link")).rejects.toMatchObject({ code: "outside_workspace" });
    sandbox.holdsFiles([{ path: "big", kind: "file", size: 1_001 }]);
    await expect(client.linkArtifact("big")).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringMatching(/1001 bytes.*1000 bytes/),
    });
  });
});

describe("a folder", () => {
  const FOLDER = [
    { path: "site", kind: "directory" },
    { path: "site/index.html", kind: "file", size: 10 },
    { path: "site/empty", kind: "directory" },
    { path: "site/dist", kind: "directory" },
    { path: "site/dist/app.js", kind: "file", size: 10 },
    { path: "site/node_modules", kind: "directory" },
    { path: "site/node_modules/x.js", kind: "file", size: 10 },
    { path: "other.txt", kind: "file", size: 10 },
  ] as const;

  it("comes as a zip of what is in it, without its dependencies", async () => {
    const { sandbox, viewer } = await newRoom();
    sandbox.holdsFiles(FOLDER, TEXT);
    const { url, filename } = await viewer.client.linkArtifact("site");
    expect(filename).toBe("site.zip");
    const response = await get(url);
    expect(response.headers.get("Content-Type")).toBe("application/zip");
    expect(response.headers.get("Content-Disposition")).toContain('filename="site.zip"');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
    const names = new Set(
      new TextDecoder("latin1").decode(bytes).match(/(index\.html|empty\/|dist\/app\.js|x\.js|other\.txt)/g),
    );
    expect([...names].sort()).toEqual(["dist/app.js", "empty/", "index.html"]);
    expect(new TextDecoder("latin1").decode(bytes)).toContain(TEXT);
  });

  it("that has too much in it is refused, before and while it is downloaded", async () => {
    const { sandbox, viewer } = await newRoom();
    sandbox.holdsFiles(FOLDER, TEXT);
    const { url } = await viewer.client.linkArtifact("site");
    sandbox.holdsFiles([...FOLDER, { path: "site/more", kind: "file", size: 999 }], TEXT);
    await expect(viewer.client.linkArtifact("site")).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringContaining("1000 bytes"),
    });
    expect((await get(url)).status).toBe(413);
    sandbox.holdsFiles(FOLDER, "x".repeat(600));
    await expect(get(url).then((response) => response.arrayBuffer())).rejects.toThrow("grew while it was packed");
  });
});
