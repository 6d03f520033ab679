import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOT, text, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { RoomUsage } from "./RoomUsage.tsx";

const USAGE = { input: 4000, output: 700, reasoning: 300, cacheRead: 15_000, cacheWrite: 0, cost: 0.21 };

test("the room's use is told once there is some", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <RoomUsage />
    </OpenCodeProvider>,
  );
  expect(screen.container.textContent).toBe("");
  fake.emitsRoom({ type: "room.usage.set", usage: USAGE });
  await expect
    .element(screen.getByText("20k tokens"))
    .toHaveAttribute("title", "Used by all runs of this room: 4.0k in, 1.0k out, 15k read from cache");
  await expect.element(screen.getByText("$0.21")).toBeVisible();
});

test("each answer has its own use, and a subagent's card what its session used", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(
    { type: "session.set", session: { id: "ses_2", parentId: ROOT } },
    message("m1"),
    text("p1", "m1", "Answer"),
    { type: "message.patch", id: "m1", patch: { usage: { ...USAGE, cost: 1.5 }, completedAt: 2 } },
    tool("t1", "m1", "task", { input: { description: "look" }, metadata: { sessionId: "ses_2" } }),
    { type: "message.set", message: { id: "m2", sessionId: "ses_2", role: "assistant", createdAt: 1 } },
    { type: "message.patch", id: "m2", patch: { usage: { ...USAGE, input: 0, cost: 0.5 }, completedAt: 2 } },
  );
  const meta = screen.container.querySelector("[data-slot='oc-message-meta']");
  expect(meta?.textContent).toBe("20k tokens$1.50");
  expect(meta?.querySelector("[title]")?.getAttribute("title")).toContain("Used by this message: 4.0k in");
  await expect.element(screen.getByRole("button", { name: /Delegate look/ })).toHaveTextContent("16k tokens$0.50");
});
