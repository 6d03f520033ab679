import type { OpenCodeClient } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import { selectMessageIds, selectSummary } from "@opencode-kit/client/state";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { SCENARIOS } from "../../testing/scriptedModel/scenarios.ts";
import type { PlainServer } from "./startPlainServer.ts";
import { startPlainServer } from "./startPlainServer.ts";

let server: PlainServer;
let client: OpenCodeClient;

beforeAll(async () => {
  server = await startPlainServer(SCENARIOS);
});
afterAll(() => server?.close());
afterEach(() => client.dispose());

const ONE_MINUTE = { timeout: 60_000, interval: 50 };

async function connect(): Promise<void> {
  client = createOpenCodeClient({ openCode: { baseUrl: server.baseUrl, password: server.password } });
  client.room.subscribe(() => undefined);
  await vi.waitFor(() => expect(client.room.get().sandbox.status).toBe("ready"), ONE_MINUTE);
}

async function ends(runId: string, status: string): Promise<void> {
  client.run(runId).subscribe(() => undefined);
  await vi.waitFor(() => expect(client.run(runId).get().status).toBe(status), ONE_MINUTE);
}

/** Starts a command that takes a minute, which a test ends. */
async function counts(): Promise<string> {
  const { runId } = await client.submit({ prompt: "Count slowly to 600" });
  client.run(runId).subscribe(() => undefined);
  const run = client.run(runId);
  // Without a room's permission rules the command asks.
  await vi.waitFor(() => expect([...run.get().pending, ...run.get().runningToolIds]).not.toEqual([]), ONE_MINUTE);
  for (const { id } of run.get().pending) await client.replyToPermission({ requestId: id, reply: "once" });
  await vi.waitFor(() => expect(run.get().processIds).toHaveLength(1), ONE_MINUTE);
  return runId;
}

describe("a plain opencode serve, steered without a room", () => {
  it("queues, steers and stops", async () => {
    await connect();
    const first = await counts();
    const queued = await client.submit({ prompt: "Note: queued", followsRunId: first });
    const steered = await client.submit({ prompt: "Note: steered", followsRunId: first, whenBusy: "steer" });
    expect([queued.disposition, steered.disposition]).toEqual(["queued", "steered"]);
    const [part] = client.run(first).get().processIds;
    await client.killProcess({ processId: part ?? "", runId: first });
    await ends(first, "complete");
    expect(selectSummary(client.run(first).get())).toBe("Noted: **steered**");
    await ends(queued.runId, "complete");
    expect(selectSummary(client.run(queued.runId).get())).toBe("Noted: **queued**");

    const second = await counts();
    const held = await client.submit({ prompt: "Note: held", followsRunId: second });
    await client.stop(second);
    await ends(second, "aborted");
    expect(client.run(second).get().runningToolIds).toEqual([]);
    await vi.waitFor(() =>
      expect(client.room.get().runs.find(({ id }) => id === held.runId)?.queue?.isHeld).toBe(true),
    );
    await client.resumeQueue(held.runId);
    await ends(held.runId, "complete");
    // What others sent would be runs as well: nothing of this was taken for that.
    expect(client.room.get().runs).toHaveLength(4);
  });

  it("takes sessions back, copies and names them", async () => {
    await connect();
    const { runId } = await client.submit({ prompt: "Note: one" });
    await ends(runId, "complete");
    const { sessionId = "" } = client.run(runId).get();
    const messageId = selectMessageIds(client.run(runId).get())[0] ?? "";
    await client.revertSession({ sessionId, messageId });
    await vi.waitFor(() => expect(client.run(runId).get().isReverted).toBe(true));
    await client.unrevertSession(sessionId);
    await vi.waitFor(() => expect(client.run(runId).get().isReverted).toBe(false));
    const copy = await client.forkSession({ sessionId });
    await ends(copy.runId, "complete");
    expect(selectSummary(client.run(copy.runId).get())).toBe("Noted: **one**");
    await client.renameSession({ sessionId: copy.sessionId, title: "A copy" });
    await vi.waitFor(() => expect(client.run(copy.runId).get().title).toBe("A copy"));
    await expect(client.listSessions({ search: "A copy" })).resolves.toMatchObject([{ id: copy.sessionId }]);
    expect(await client.listAudit()).toEqual([]);
  });
});
