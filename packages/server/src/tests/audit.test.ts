import { env } from "cloudflare:workers";
import type { AuditEntry, Command } from "@opencode-kit/client/protocol";
import { describe, expect, it, vi } from "vitest";
import permissionJsonl from "../../../client/recordings/permission_once.jsonl?raw";
import type { OpenCodeRoom } from "../OpenCodeRoom.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import type { OpenSocket } from "./openSocket.ts";
import { openSocketAs } from "./openSocket.ts";
import { readRecordedRun } from "./recordedRun.ts";

const permission = readRecordedRun(permissionJsonl);
const ada = { id: "u1", name: "Ada" };
const bob = { id: "u2" };

async function audit(owner: OpenSocket, options: { before?: number; limit?: number } = {}) {
  const result = await owner.asks({ name: "listAudit", ...options });
  if (!result.ok) throw new Error(result.error.message);
  return (result.value as { entries: readonly AuditEntry[] }).entries;
}

/** A run that waits for a permission. */
async function waitingRun(room: string, owner: OpenSocket) {
  const sandbox = fakeSandboxOf(room);
  const result = await owner.asks({ name: "submit", operationId: "op", prompt: "Write it down" });
  const { runId } = (result as { value: { runId: string } }).value;
  await vi.waitFor(() => expect(sandbox.requests.some(({ path }) => path.endsWith("/prompt_async"))).toBe(true));
  const at = permission.events.findIndex(({ type }) => type === "permission.asked");
  const asked = permission.events[at]?.["properties"] as { id: string } | undefined;
  sandbox.emits(...permission.events.slice(0, at + 1));
  return { runId, requestId: asked?.id ?? "" };
}

describe("the audit", () => {
  it("says who started, answered and stopped what, the newest first", async () => {
    const room = "audit-done";
    const owner = await openSocketAs(room, "owner", ada);
    const approver = await openSocketAs(room, "approver", bob);
    const before = Date.now();
    const { runId, requestId } = await waitingRun(room, owner);
    const answer: Command = {
      name: "replyToPermission",
      operationId: "op2",
      requestId,
      reply: "reject",
      message: "Not there",
    };
    await vi.waitFor(async () => expect(await approver.asks(answer)).toMatchObject({ ok: true }), 3_000);
    await owner.asks({ name: "stop", runId, processes: true });
    const entries = (await audit(owner)).filter(({ refused }) => refused === undefined);
    expect(entries).toEqual([
      { ...entry(), action: "stop", user: ada, role: "owner", target: runId, detail: "with its processes" },
      {
        ...entry(),
        action: "replyToPermission",
        user: bob,
        role: "approver",
        target: requestId,
        detail: "reject: Not there",
      },
      { ...entry(), action: "submit", user: ada, role: "owner", target: runId, detail: "Write it down" },
    ]);
    for (const { at } of entries) expect(at).toBeGreaterThanOrEqual(before);
    const ids = entries.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  it("says what was refused and why, and for whom it was forbidden", async () => {
    const room = "audit-refused";
    const owner = await openSocketAs(room, "owner");
    const viewer = await openSocketAs(room, "viewer", bob);
    await viewer.asks({ name: "submit", operationId: "op", prompt: "Let me in", sessionId: "ses_9" });
    await viewer.asks({ name: "killProcess", processId: "pid:1" });
    await viewer.asks({ name: "listAudit" });
    await owner.asks({ name: "stop", runId: "nothing" });
    const answers = [["Yes", "No"], ["Maybe"]];
    await owner.asks({ name: "replyToQuestion", operationId: "op", requestId: "que_1", answers });
    await owner.asks({ name: "rejectQuestion", operationId: "op", requestId: "que_1" });
    expect(await audit(owner)).toMatchObject([
      { action: "rejectQuestion", role: "owner", target: "que_1", refused: "request_unknown" },
      { action: "replyToQuestion", target: "que_1", detail: "Yes, No; Maybe", refused: "request_unknown" },
      { action: "stop", role: "owner", target: "nothing", refused: "not_found" },
      { action: "listAudit", role: "viewer", user: bob, target: "", refused: "forbidden" },
      { action: "killProcess", role: "viewer", target: "pid:1", refused: "forbidden" },
      { action: "submit", role: "viewer", target: "ses_9", detail: "Let me in", refused: "forbidden" },
    ]);
    expect((await audit(owner))[0]).not.toHaveProperty("user");
  });

  it("says nothing of what everybody may do, nor of reading it", async () => {
    const owner = await openSocketAs("audit-nothing", "owner");
    await owner.asks({ name: "getMessages", runId: "nothing" });
    await owner.asks({ name: "linkArtifact", path: "nothing" });
    await audit(owner);
    expect(await audit(owner)).toEqual([]);
  });

  it("keeps the start of what is long", async () => {
    const owner = await openSocketAs("audit-long", "viewer");
    await owner.asks({ name: "submit", operationId: "op", prompt: "😀".repeat(1_000) });
    const [submitted] = await audit(await openSocketAs("audit-long", "owner"));
    expect(submitted?.detail).toBe("😀".repeat(250));
    await owner.asks({ name: "submit", operationId: "op", prompt: `x${"😀".repeat(1_000)}` });
    const [odd] = await audit(await openSocketAs("audit-long", "owner"));
    expect(odd?.detail).toBe(`x${"😀".repeat(249)}`);
  });

  it("is read in pages, by a command and by the host's Worker", async () => {
    const room = "audit-pages";
    const owner = await openSocketAs(room, "owner");
    for (let n = 1; n <= 5; n++) await owner.asks({ name: "stop", runId: `run${n}` });
    const newest = await audit(owner, { limit: 2 });
    expect(newest.map(({ target }) => target)).toEqual(["run5", "run4"]);
    const older = await audit(owner, { limit: 2, before: newest[1]?.id ?? 0 });
    expect(older.map(({ target }) => target)).toEqual(["run3", "run2"]);
    const stub = env.OpenCodeRoom.get(env.OpenCodeRoom.idFromName(room)) as unknown as Pick<OpenCodeRoom, "listAudit">;
    expect(await stub.listAudit({ limit: 2 })).toEqual(newest);
    expect(await stub.listAudit()).toHaveLength(5);
    const unused = env.OpenCodeRoom.get(env.OpenCodeRoom.idFromName("audit-unused")) as unknown as typeof stub;
    expect(await unused.listAudit()).toEqual([]);
  });
});

function entry() {
  return { id: expect.any(Number) as number, at: expect.any(Number) as number };
}
