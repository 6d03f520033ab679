import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OpenCodeClient } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import type { FileDiff } from "@opencode-kit/client/protocol";
import { listFiles, selectDiff, selectDiffs, selectMessageIds, selectSummary } from "@opencode-kit/client/state";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Scenario, ToolCall } from "../../testing/index.ts";
import type { PlainServer } from "./startPlainServer.ts";
import { startPlainServer } from "./startPlainServer.ts";

const run = (command: string): ToolCall => ({ tool: "bash", input: { command, description: "Change files" } });

/** Changes files in every way there is, by commands. */
const kinds: Scenario = {
  name: "kinds",
  matches: (prompt) => prompt.includes("every way"),
  turn: ({ step }) => {
    const commands = [
      "mv lines.txt moved.txt && sed -i 's/line 15/LINE 15/' moved.txt",
      "printf '\\x89PNG\\0\\1\\2' > picture.png",
      "git rm -q gone.txt",
      "mkdir -p 'with space' && printf 'no newline' > 'with space/ünï.txt'",
    ];
    return step === 0 ? { tools: [run(commands.join(" && "))] } : { text: "Changed." };
  },
};

/** Changes them once more. */
const more: Scenario = {
  name: "more",
  matches: (prompt) => prompt.includes("once more"),
  turn: ({ step }) =>
    step === 0
      ? { tools: [run("sed -i 's/line 3$/LINE 3/' moved.txt && unlink 'with space/ünï.txt'")] }
      : { text: "Changed again." },
};

let server: PlainServer;
const clients: OpenCodeClient[] = [];

beforeAll(async () => {
  server = await startPlainServer([kinds, more]);
});

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

afterAll(() => server?.close());

function connect({ password = server.password } = {}): OpenCodeClient {
  const client = createOpenCodeClient({ openCode: { baseUrl: server.baseUrl, password } });
  clients.push(client);
  client.room.subscribe(() => undefined);
  return client;
}

const ONE_MINUTE = { timeout: 60_000, interval: 50 };

async function ends(client: OpenCodeClient, runId: string, status: string): Promise<void> {
  client.run(runId).subscribe(() => undefined);
  await vi.waitFor(() => expect(client.run(runId).get().status).toBe(status), ONE_MINUTE);
}

describe("a plain opencode serve", () => {
  it("takes a prompt and shows the run to its end, with its files", async () => {
    const client = connect();
    client.files.subscribe(() => undefined);
    await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("ready"), ONE_MINUTE);
    const { runId } = await client.submit({ prompt: "Build a small TypeScript library (slugify) with a test" });
    await ends(client, runId, "complete");
    const run = client.run(runId).get();
    expect(selectSummary(run)).toContain("The library is ready");
    expect(run.diffs.map(({ path, status }) => `${status} ${path}`)).toContain("added src/slugify.ts");
    expect(run.filesEdited).toContain("src/slugify.ts");
    expect(run.processIds).toHaveLength(2);
    expect(run.todos.every(({ status }) => status === "completed")).toBe(true);
    const paths = (): readonly string[] => listFiles(client.files.get()).map(({ path }) => path);
    await vi.waitFor(
      () => expect(paths()).toEqual(expect.arrayContaining(["src/slugify.ts", "notes/plan.md"])),
      ONE_MINUTE,
    );
    const link = await client.linkArtifact("src/slugify.ts");
    expect(await (await fetch(link.url)).text()).toContain("export function slugify");
    expect((await client.listWorkspaceDiffs()).map(({ path }) => path)).toContain("src/slugify.ts");
    await expect(client.linkArtifact("no/such/file")).rejects.toMatchObject({ code: "artifact_missing" });
  });

  it("shows what others ask of the agent, while it runs and after", async () => {
    const client = connect();
    await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("ready"), ONE_MINUTE);
    const { id: sessionId = "" } = await server.post("/session", {});
    await server.post(`/session/${sessionId}/prompt_async`, { parts: [{ type: "text", text: "What can you do?" }] });
    await vi.waitFor(
      () => expect(client.room.get().runs.at(-1)).toMatchObject({ sessionId, prompt: "What can you do?" }),
      ONE_MINUTE,
    );
    await ends(client, client.room.get().runs.at(-1)?.id ?? "", "complete");

    // A client that comes later knows the session by its id.
    const later = connect();
    await ends(later, sessionId, "complete");
    expect(selectSummary(later.run(sessionId).get())).toContain("**scripted model**");
    expect(selectMessageIds(later.run(sessionId).get())).toHaveLength(2);
    expect(later.room.get().runs).toHaveLength(1);
  });

  it("answers a permission, and stops", async () => {
    const client = connect();
    const { runId } = await client.submit({ prompt: "Clean the build folder" });
    client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(client.room.get().pending).toHaveLength(1), ONE_MINUTE);
    const requestId = client.room.get().pending[0]?.request.id ?? "";
    await client.replyToPermission({ requestId, reply: "once" });
    await ends(client, runId, "complete");
    expect(existsSync(join(server.directory, "build/stamp.txt"))).toBe(true);

    const { runId: next } = await client.submit({ prompt: "Write a year of sales to figures.csv" });
    client.run(next).subscribe(() => undefined);
    await vi.waitFor(() => expect(client.run(next).get().processIds.length).toBeGreaterThan(0), ONE_MINUTE);
    await client.stop(next);
    await ends(client, next, "aborted");
  });

  it("has the diffs of a prompt, and of all prompts of a session put together", async () => {
    const client = connect();
    const { runId } = await client.submit({ prompt: "Change files in every way" });
    await ends(client, runId, "complete");
    const first = client.run(runId).get();
    expect(selectDiffs(first).map(facts)).toEqual([
      "deleted gone.txt +0 -1",
      "renamed moved.txt from lines.txt +1 -1",
      "added picture.png binary +0 -0",
      "added with space/ünï.txt +1 -0",
    ]);
    expect(selectDiff(first, "moved.txt")?.patch).toContain(
      "@@ -12,7 +12,7 @@\n line 12\n line 13\n line 14\n-line 15\n+LINE 15\n",
    );
    expect(selectDiff(first, "with space/ünï.txt")?.patch).toContain("\\ No newline at end of file");

    const sessionId = first.sessionId ?? "";
    const { runId: next } = await client.submit({ prompt: "Change them once more", sessionId });
    await ends(client, next, "complete");
    expect(selectDiffs(client.run(next).get()).map(facts)).toEqual([
      "modified moved.txt +1 -1",
      "deleted with space/ünï.txt +0 -1",
    ]);
    expect((await client.listSessionDiffs(sessionId)).map(facts)).toEqual([
      "deleted gone.txt +0 -1",
      "renamed moved.txt from lines.txt +2 -2",
      "added picture.png binary +0 -0",
    ]);
  });

  it("lists terminals with how they ended", async () => {
    const client = connect();
    await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("ready"), ONE_MINUTE);
    const { id } = await server.post("/pty", {
      command: "/bin/sh",
      args: ["-c", "sleep 0.5; exit 3"],
      title: "Server",
    });
    const terminal = () => client.room.get().processes.find((process) => process.id === id);
    await vi.waitFor(
      () => expect(terminal()).toMatchObject({ source: "pty", status: "running", description: "Server" }),
      ONE_MINUTE,
    );
    await vi.waitFor(() => expect(terminal()).toMatchObject({ status: "exited", exitCode: 3 }), ONE_MINUTE);
  });

  it("says what is wrong when it cannot be reached, and finds it once it is there", async () => {
    const wrong = connect({ password: "wrong" });
    await vi.waitFor(
      () => expect(wrong.room.get().sandbox).toMatchObject({ status: "error", error: { code: "unauthorized" } }),
      ONE_MINUTE,
    );
    const { runId: refused } = await wrong.submit({ prompt: "Hello" });
    await ends(wrong, refused, "error");
    expect(wrong.run(refused).get().error?.code).toBe("unauthorized");

    const client = connect();
    await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("ready"), ONE_MINUTE);
    const { runId } = await client.submit({ prompt: "Write a year of sales to figures.csv" });
    client.run(runId).subscribe(() => undefined);
    await vi.waitFor(() => expect(client.run(runId).get().processIds.length).toBeGreaterThan(0), ONE_MINUTE);
    await server.stop();
    await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("lost"), ONE_MINUTE);
    expect(client.run(runId).get().processIds.length).toBeGreaterThan(0);
  });
});

function facts({ status, path, previousPath, isBinary, additions, deletions }: FileDiff): string {
  const from = previousPath === undefined ? "" : ` from ${previousPath}`;
  return `${status} ${path}${from}${isBinary === true ? " binary" : ""} +${additions} -${deletions}`;
}
