import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OpenCodeClient } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import { listFiles, selectMessageIds, selectSummary } from "@opencode-kit/client/state";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlainServer } from "./startPlainServer.ts";
import { startPlainServer } from "./startPlainServer.ts";

let server: PlainServer;
const clients: OpenCodeClient[] = [];

beforeAll(async () => {
  server = await startPlainServer();
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
    await vi.waitFor(() => expect(paths()).toEqual(expect.arrayContaining(["src/slugify.ts", "notes/plan.md"])), ONE_MINUTE);
    const link = await client.linkArtifact("src/slugify.ts");
    expect(await (await fetch(link.url)).text()).toContain("export function slugify");
    expect((await client.listWorkspaceDiffs()).map(({ path }) => path)).toContain("src/slugify.ts");
    await expect(client.linkArtifact("no/such/file")).rejects.toMatchObject({ code: "not_found" });
  });

  it("shows what others ask of the agent, while it runs and after", async () => {
    const client = connect();
    await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("ready"), ONE_MINUTE);
    const { id: sessionId = "" } = await server.post("/session", {});
    await server.post(`/session/${sessionId}/prompt_async`, { parts: [{ type: "text", text: "What can you do?" }] });
    await vi.waitFor(() => expect(client.room.get().runs.at(-1)).toMatchObject({ sessionId, prompt: "What can you do?" }), ONE_MINUTE);
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

  it("says what is wrong when it cannot be reached, and finds it once it is there", async () => {
    const wrong = connect({ password: "wrong" });
    await vi.waitFor(() => expect(wrong.room.get().sandbox).toMatchObject({ status: "error", error: { code: "unauthorized" } }), ONE_MINUTE);
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
