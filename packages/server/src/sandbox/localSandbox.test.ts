import { mkdir, mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { SandboxHost } from "../local/index.ts";
import { startSandboxHost } from "../local/index.ts";
import { localSandbox } from "./localSandbox.ts";
import type { WorkspaceChange, SandboxPort } from "./SandboxPort.ts";

let root: string;
let host: SandboxHost;
let sandbox: SandboxPort;
let workspace: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  host = await startSandboxHost({ root, keep: false, model: { baseUrl: "http://127.0.0.1:1/v1", model: "none" } });
  sandbox = localSandbox({ url: host.url, token: host.token, name: "files" });
  workspace = join(host.root, "sandboxes/files/workspace");
  await sandbox.listFiles();
});

afterAll(() => host.close());

describe("files", () => {
  it("are listed, told and read, with any name", async () => {
    const name = "a folder/50% & ümlaut?#.txt";
    await mkdir(join(workspace, "a folder"));
    await writeFile(join(workspace, name), "content");
    await writeFile(join(workspace, "empty"), "");
    const { entries } = await sandbox.listFiles();
    expect(entries.map(({ path }) => path)).toEqual(["a folder", "empty", name]);
    expect(await sandbox.statFile(name)).toMatchObject({ path: name, kind: "file", size: 7 });
    const { body, size } = await sandbox.readFile(name);
    expect([size, await new Response(body).text()]).toEqual([7, "content"]);
    const empty = await sandbox.readFile("empty");
    expect([empty.size, await new Response(empty.body).text()]).toEqual([0, ""]);
  });

  it("stream, whatever their size", async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, 7);
    await writeFile(join(workspace, "large"), bytes);
    const { body, size } = await sandbox.readFile("large");
    expect(size).toBe(bytes.length);
    expect(Buffer.from(await new Response(body).arrayBuffer()).equals(bytes)).toBe(true);
  });

  it("end cut when they shrink while they are read, and nobody waits", async () => {
    await writeFile(join(workspace, "shrinks"), Buffer.alloc(64 * 1024 * 1024));
    const { body } = await sandbox.readFile("shrinks");
    await truncate(join(workspace, "shrinks"), 0);
    await expect(new Response(body).arrayBuffer()).rejects.toThrow("terminated");
  });
});

describe("the watch", () => {
  it("begins with an empty batch, tells every change, and ends with its signal", async () => {
    const stop = new AbortController();
    const batches: (readonly WorkspaceChange[])[] = [];
    const ended = (async () => {
      for await (const batch of sandbox.watchFiles(stop.signal)) batches.push(batch);
    })();
    await expect.poll(() => batches).toEqual([[]]);
    const has = (change: object): Promise<void> =>
      vi.waitFor(() => expect(batches.flat()).toContainEqual(expect.objectContaining(change)), { timeout: 5000 });

    await mkdir(join(workspace, "new/deep"), { recursive: true });
    await Promise.all(Array.from({ length: 50 }, (_, i) => writeFile(join(workspace, `new/deep/${i}.txt`), "x")));
    await has({ type: "set", entry: expect.objectContaining({ path: "new/deep", kind: "directory" }) });
    await vi.waitFor(() => {
      const paths = batches.flat().flatMap((change) => (change.type === "set" ? [change.entry.path] : []));
      expect(new Set(paths.filter((path) => /^new\/deep\/\d+\.txt$/.test(path))).size).toBe(50);
    });
    await writeFile(join(workspace, "new/deep/0.txt"), "longer");
    await has({ type: "set", entry: expect.objectContaining({ path: "new/deep/0.txt", size: 6 }) });
    await rename(join(workspace, "new/deep/1.txt"), join(workspace, "new/moved.txt"));
    await has({ type: "remove", path: "new/deep/1.txt" });
    await has({ type: "set", entry: expect.objectContaining({ path: "new/moved.txt" }) });
    await rm(join(workspace, "new"), { recursive: true });
    await has({ type: "remove", path: "new" });

    await mkdir(join(workspace, "node_modules/x"), { recursive: true });
    await writeFile(join(workspace, ".git/x"), "");
    await writeFile(join(workspace, "last"), "");
    await has({ type: "set", entry: expect.objectContaining({ path: "last" }) });
    expect(JSON.stringify(batches)).not.toMatch(/node_modules|\.git/);

    stop.abort();
    await ended;
  });

  it("does not begin once its signal is aborted", async () => {
    for await (const _batch of sandbox.watchFiles(AbortSignal.abort())) expect.unreachable();
  });
});

describe("a host that is not there", () => {
  it("is said to be unavailable, with what to do", async () => {
    const port = await closedPort();
    const lost = localSandbox({ url: `http://127.0.0.1:${port}`, token: "t", name: "a" });
    const error = { code: "sandbox_unavailable", retryable: true, message: expect.stringContaining("npm start") };
    await expect(lost.openAgent()).rejects.toMatchObject(error);
    await expect(lost.listFiles()).rejects.toMatchObject(error);
    await expect(lost.stop()).rejects.toMatchObject(error);
    await expect(lost.watchFiles(new AbortController().signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(
      error,
    );
  });

  it("ends a watch by an error when it goes away", async () => {
    const folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
    const other = await startSandboxHost({
      root: folder,
      keep: false,
      model: { baseUrl: "http://127.0.0.1:1/v1", model: "none" },
    });
    const watch = localSandbox({ url: other.url, token: other.token, name: "a" }).watchFiles(
      new AbortController().signal,
    );
    const batches = watch[Symbol.asyncIterator]();
    expect(await batches.next()).toEqual({ done: false, value: [] });
    const next = batches.next();
    await Promise.all([
      other.close(),
      expect(next).rejects.toMatchObject({ code: "sandbox_unavailable", retryable: true }),
    ]);
  });

  it("is told from one with another token", async () => {
    const stranger = localSandbox({ url: host.url, token: "wrong", name: "a" });
    await expect(stranger.listFiles()).rejects.toMatchObject({ code: "unauthorized", retryable: false });
  });
});

it.each(["", "a/b", "..", "a b", "x".repeat(65)])("refuses the name %j", (name) => {
  expect(() => localSandbox({ url: host.url, token: host.token, name })).toThrow(
    expect.objectContaining({ code: "bad_request" }),
  );
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
