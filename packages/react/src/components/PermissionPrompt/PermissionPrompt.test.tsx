import type { PendingPermission } from "@opencode-kit/client/protocol";
import { cutPending } from "@opencode-kit/client/state";
import { expect, test } from "vitest";
import { createFakeClient, message, ROOT } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

const command = `echo start ${"x".repeat(40_000)} && rm -rf /`;
const whole: PendingPermission = {
  kind: "permission",
  id: "per_1",
  sessionId: ROOT,
  permission: "bash",
  patterns: ["echo *"],
  always: [],
  metadata: { command },
};

test("a request that is too long for everybody says so, and is shown whole on demand", async () => {
  const fake = createFakeClient({ getPending: () => Promise.resolve(whole) });
  fake.emits(message("m1"), { type: "pending.set", request: cutPending(whole) });
  const screen = await openRun(fake);
  const prompt = screen.getByRole("group", { name: /./ }).filter({ hasText: "Long values are cut here." }).last();
  await expect.element(prompt).toBeInTheDocument();
  expect(document.body.textContent).not.toContain("rm -rf /");
  await screen.getByRole("button", { name: "Show the whole text" }).click();
  await expect.element(screen.getByText("&& rm -rf /")).toBeInTheDocument();
  await expect.element(screen.getByText("Long values are cut here.")).not.toBeInTheDocument();
  expect(fake.calls).toEqual([["getPending", "per_1"]]);
});

test("a request that cannot be had whole says why, and can still be rejected", async () => {
  const fake = createFakeClient();
  fake.emits(message("m1"), { type: "pending.set", request: cutPending(whole) });
  const screen = await openRun(fake);
  await screen.getByRole("button", { name: "Show the whole text" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("The test has no answer to getPending.");
  await expect.element(screen.getByRole("button", { name: "Reject" })).toBeEnabled();
});

test("an answer of very many steps says how many are not shown", async () => {
  const fake = createFakeClient();
  fake.emits({
    type: "message.set",
    message: { id: "m1", sessionId: ROOT, role: "assistant", createdAt: 1, partsLeftOut: 12 },
  });
  const screen = await openRun(fake);
  await expect.element(screen.getByText("12 earlier steps of this answer not shown")).toBeInTheDocument();
});
