import { describe, expect, it, vi } from "vitest";
import helloJsonl from "../../../client/recordings/hello.jsonl?raw";
import { connectClient } from "./connectClient.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import { readRecordedRun } from "./recordedRun.ts";

const hello = readRecordedRun(helloJsonl);

describe("the files of a workspace", () => {
  it("are listed folder by folder, and read piece by piece", async () => {
    const sandbox = fakeSandboxOf("pieces");
    const file = { path: "docs/ü.txt", kind: "file", size: 6 } as const;
    sandbox.holdsFiles([{ path: "docs", kind: "directory" }, file], "aüüb");
    const { client } = await connectClient("pieces");
    expect((await client.listFolder("")).entries).toEqual([{ path: "docs", kind: "directory" }]);
    expect((await client.listFolder("docs")).entries).toEqual([file]);
    const first = await client.readFile({ path: file.path, limit: 4 });
    expect(first).toMatchObject({ text: "aü", offset: 0, end: 3, size: 6, isBinary: false, entry: file });
    expect(first.mime).toBe("text/plain; charset=utf-8");
    await expect(client.readFile({ path: file.path, offset: first.end })).resolves.toMatchObject({
      text: "üb",
      end: 6,
    });
    await expect(client.readFile({ path: file.path, offset: 99 })).resolves.toMatchObject({ text: "", end: 6 });
    await expect(client.readFile({ path: "docs" })).rejects.toMatchObject({ code: "is_directory" });
    await expect(client.readFile({ path: "none" })).rejects.toMatchObject({ code: "not_found" });
    await expect(client.readFile({ path: file.path, limit: 2_000_000 })).rejects.toMatchObject({ code: "bad_message" });
  });

  it("do not start a sandbox that nobody looks into", async () => {
    const sandbox = fakeSandboxOf("unseen");
    const { client } = await connectClient("unseen");
    await client.listBackups();
    expect(sandbox.watches()).toBe(0);
    client.files.subscribe(() => undefined);
    await vi.waitFor(() => expect(sandbox.watches()).toBe(1));
  });
});

describe("ports", () => {
  it("are listed, exposed and closed again, for all to see", async () => {
    const sandbox = fakeSandboxOf("ports");
    sandbox.listens({ port: 5173, pid: 7, command: "vite" });
    const { client } = await connectClient("ports");
    await expect(client.listPorts()).resolves.toEqual([{ port: 5173, pid: 7, command: "vite" }]);
    const url = "http://5173.preview.test/";
    await expect(client.exposePort(5173)).resolves.toEqual({ port: 5173, url });
    await vi.waitFor(() => expect(client.room.get().ports).toEqual([{ port: 5173, pid: 7, command: "vite", url }]));
    await client.unexposePort(5173);
    await vi.waitFor(() => expect(client.room.get().ports).toEqual([{ port: 5173, pid: 7, command: "vite" }]));
    await expect(client.exposePort(1)).rejects.toMatchObject({ code: "not_found" });
    await expect(client.exposePort(0)).rejects.toMatchObject({ code: "bad_message" });
  });

  it("of a server that is started again keep their address, and lose it with the sandbox", async () => {
    const sandbox = fakeSandboxOf("ports-again");
    sandbox.listens({ port: 5173 });
    const { client } = await connectClient("ports-again");
    await client.listFolder("");
    const { url } = await client.exposePort(5173);
    sandbox.listens();
    await expect(client.listPorts()).resolves.toEqual([]);
    sandbox.listens({ port: 5173 });
    await expect(client.listPorts()).resolves.toEqual([{ port: 5173, url }]);
    sandbox.loses();
    await client.listFolder("");
    await expect(client.listPorts()).resolves.toEqual([{ port: 5173 }]);
  });
});

describe("the file that a run was asked for", () => {
  it.each([
    ["is offered where it is there", [{ path: "out.csv", kind: "file", size: 1 }], "out.csv"],
    ["is not offered where the run has not made it", [], undefined],
  ] as const)("%s", async (title, files, offered) => {
    const room = `output-${title.length}`;
    const sandbox = fakeSandboxOf(room);
    sandbox.holdsFiles(files, "1");
    const { client } = await connectClient(room);
    const { runId } = await client.submit({ prompt: "go", outputFile: "out.csv" });
    client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(sandbox.requests.some(({ path }) => path.endsWith("/prompt_async"))).toBe(true));
    sandbox.emits(...hello.events);
    sandbox.records({ messages: hello.messages, isBusy: false });
    sandbox.emits(...hello.afterIdle);
    await vi.waitFor(() => expect(client.run(runId).get().status).toBe("complete"), { timeout: 5_000 });
    expect(client.run(runId).get().outputMissing).toBe(offered === undefined ? true : undefined);
    await vi.waitFor(() =>
      expect(client.room.get().runs).toMatchObject([{ status: "complete", ...(offered && { outputFile: offered }) }]),
    );
    expect(client.room.get().runs[0]?.outputFile).toBe(offered);
  });
});
