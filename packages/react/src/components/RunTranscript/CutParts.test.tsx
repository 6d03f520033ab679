import type { Part, ToolPart } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { EMPTY_TEXT } from "@opencode-kit/client/state";
import { expect, test } from "vitest";
import { createFakeClient, message, ROOT, text, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

const PATCH = `--- a/src/a.ts
+++ b/src/a.ts
@@ -1,2 +1,2 @@
-const a = 1;
+const a = 2;
 keep
`;

const base = { id: "p1", messageId: "m1", sessionId: ROOT };
const WHOLE_EDIT: ToolPart = {
  ...base,
  type: "tool",
  callId: "c",
  tool: "edit",
  status: "completed",
  input: { filePath: "src/a.ts" },
  output: EMPTY_TEXT,
  metadata: { diff: PATCH },
};
const CUT_EDIT = { input: WHOLE_EDIT.input, metadata: { diff: PATCH.slice(0, 60) }, isMetadataCut: true } as const;

test("a text that is cut says so and shows the whole in its place", async () => {
  const whole: Part = { ...base, type: "text", text: "The beginning. The end." };
  const fake = createFakeClient({ getPart: async () => whole });
  const screen = await openRun(fake);
  fake.emits(message("m1"), text("p1", "m1", "The end.", { skipped: 15 }));
  await expect.element(screen.getByText("The first 15 characters are not shown.")).toBeVisible();
  await screen.getByRole("button", { name: "Show the whole text" }).click();
  await expect.element(screen.getByText("The beginning. The end.")).toBeVisible();
  expect(screen.getByText(/not shown/).query()).toBeNull();
  fake.emits({ type: "part.append", id: "p1", text: " And on." });
  await expect.element(screen.getByText("The beginning. The end. And on.")).toBeVisible();
  expect(fake.calls).toEqual([["getPart", { runId: "run_1", partId: "p1" }]]);
});

test("a person's text and a thought that are cut can be shown whole as well", async () => {
  const texts: Readonly<Record<string, string>> = { p0: "Please do it.", p1: "Hmm, I see." };
  const fake = createFakeClient({
    getPart: async ({ partId }) => ({ ...base, id: partId, type: "reasoning", text: texts[partId] ?? "" }),
  });
  const screen = await openRun(fake);
  const thought = { ...base, type: "reasoning" as const, text: "I see.", skipped: 5, endedAt: 2 };
  fake.emits(message("m0", "user"), text("p0", "m0", "do it.", { skipped: 7 }));
  fake.emits(message("m1"), { type: "part.set", part: thought });
  await screen.getByRole("button", { name: "Show the whole text" }).click();
  await expect.element(screen.getByText("Please do it.")).toBeVisible();
  await screen.getByRole("button", { name: "Thought" }).click();
  await screen.getByRole("button", { name: "Show the whole text" }).click();
  await expect.element(screen.getByText("Hmm, I see.")).toBeVisible();
});

test("a text that the room no longer has says so", async () => {
  const fake = createFakeClient({ getPart: async () => ({ ...base, type: "text", text: "short" }) });
  const screen = await openRun(fake);
  fake.emits(message("m1"), text("p1", "m1", "The end.", { skipped: 15 }));
  await screen.getByRole("button", { name: "Show the whole text" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("does not have the rest");
  await expect.element(screen.getByText("The end.")).toBeVisible();
});

test("a card that is cut fetches all of its call when it is opened, once", async () => {
  let answer: ((part: Part) => void) | undefined;
  const fake = createFakeClient({ getPart: () => new Promise((resolve) => (answer = resolve)) });
  const screen = await openRun(fake);
  fake.emits(message("m1"), tool("p1", "m1", "edit", CUT_EDIT));
  const trigger = screen.getByRole("button", { name: /Edit/ });
  await expect.element(trigger).not.toHaveTextContent("+");
  await trigger.click();
  await expect.element(screen.getByText("Loading the whole call")).toBeVisible();
  expect(screen.getByRole("group", { name: /Changes in/ }).query()).toBeNull();
  answer?.(WHOLE_EDIT);
  await expect.element(screen.getByText("const a = 2;")).toBeVisible();
  await expect.element(trigger).toHaveTextContent("+1−1");
  await trigger.click();
  await trigger.click();
  expect(fake.calls).toHaveLength(1);
});

test("a card whose call cannot be fetched says so, shows what is here, and tries again", async () => {
  const answers = { getPart: async () => Promise.reject(new Error("No answer.")) } as { getPart: () => Promise<Part> };
  const fake = createFakeClient(answers);
  const screen = await openRun(fake);
  fake.emits(message("m1"), tool("p1", "m1", "some_tool", { input: { text: "cut te" }, isInputCut: true }));
  await screen.getByRole("button", { name: /some_tool/ }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not loaded. No answer.");
  const input = screen.getByRole("group", { name: "Input" });
  await expect.element(input).toHaveTextContent('"cut te"');
  answers.getPart = async () => ({ ...WHOLE_EDIT, input: { text: "cut text that is whole" } });
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(input).toHaveTextContent("cut text that is whole");
});

test("a cut command that is live keeps its newest output and its new result", async () => {
  const whole = { ...WHOLE_EDIT, tool: "bash", input: { command: "echo long" }, status: "running" } as const;
  const fake = createFakeClient({ getPart: async () => whole });
  const screen = await openRun(fake);
  const live = { status: "running", input: { command: "echo" }, isInputCut: true } as const;
  fake.emits(message("m1"), tool("p1", "m1", "bash", live));
  await screen.getByRole("button", { name: /Run/ }).click();
  await expect.element(screen.getByRole("group", { name: "Output of echo long" })).toBeVisible();
  fake.emits({ type: "part.append", id: "p1", text: "new words" });
  fake.emits({
    type: "part.patch",
    id: "p1",
    patch: { status: "completed", metadata: { exit: 3, note: "Timed out." } },
  });
  await expect.element(screen.getByText("new words")).toBeVisible();
  await expect.element(screen.getByText("exit 3")).toBeVisible();
  await expect.element(screen.getByText("Timed out.")).toBeVisible();
});

test("a call that is whole asks nobody", async () => {
  const fake = createFakeClient({ getPart: () => Promise.reject(new OpenCodeKitError("not_found", "No.")) });
  const screen = await openRun(fake);
  fake.emits(message("m1"), tool("p1", "m1", "edit", { input: WHOLE_EDIT.input, metadata: WHOLE_EDIT.metadata }));
  await screen.getByRole("button", { name: /Edit/ }).click();
  await expect.element(screen.getByText("const a = 2;")).toBeVisible();
  expect(fake.calls).toEqual([]);
});
