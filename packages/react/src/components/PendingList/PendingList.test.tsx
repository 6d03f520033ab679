import type { PendingBudget, PendingPermission, PendingQuestion, RunEvent } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOT, RUN_ID, summary, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { PendingList } from "./PendingList.tsx";

afterEach(() => {
  vi.useRealTimers();
});

const ADA = { id: "u1", name: "Ada" };
const BOB = { id: "u2", name: "Bob" };

function permission(id: string, extra: Partial<PendingPermission> = {}): PendingPermission {
  const base = { id, sessionId: ROOT, kind: "permission" as const, permission: "bash", patterns: [], always: [] };
  return { ...base, metadata: { command: `command ${id}` }, ...extra };
}

const budget: PendingBudget = {
  id: "bud_1",
  sessionId: ROOT,
  kind: "budget",
  scope: "run",
  used: { tokens: 1_240_000, cost: 4.2 },
  limit: { tokens: 1_000_000, cost: 5 },
};

const asked = (request: PendingPermission | PendingQuestion | PendingBudget): RunEvent => ({
  type: "pending.set",
  request,
});

async function openRoom(fake = createFakeClient(), onOpenRun?: (runId: string) => void) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <PendingList onOpenRun={onOpenRun} />
    </OpenCodeProvider>,
  );
  return { fake, screen };
}

test("outside of a run, all that waits in the room is listed with its run, which can be opened", async () => {
  const onOpenRun = vi.fn<(runId: string) => void>();
  const { fake, screen } = await openRoom(createFakeClient(), onOpenRun);
  fake.emitsRoom(
    summary("run_a", { title: "Fix the build" }),
    summary("run_b", { prompt: "Write docs\nand more", sessionId: "ses_b" }),
    { type: "room.pending.set", runId: "run_a", request: permission("p1") },
    { type: "room.pending.set", runId: "run_b", request: permission("p2", { sessionId: "ses_b" }) },
  );
  await expect.element(screen.getByText("In Fix the build")).toBeVisible();
  await expect.element(screen.getByText("In Write docs", { exact: true })).toBeVisible();
  await screen.getByRole("button", { name: "Open run: Write docs" }).click();
  expect(onOpenRun.mock.calls).toEqual([["run_b"]]);
});

test("without a way to open runs there is no button for it", async () => {
  const { fake, screen } = await openRoom();
  fake.emitsRoom(summary("run_a"), { type: "room.pending.set", runId: "run_a", request: permission("p1") });
  await expect.element(screen.getByText("In Prompt of run_a")).toBeVisible();
  expect(screen.getByRole("button", { name: /Open run/ }).query()).toBeNull();
});

test("a request of a subagent says whose it is, in its run and in the room", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits({ type: "session.set", session: { id: "ses_2", parentId: ROOT, title: "Look around" } });
  fake.emits(asked(permission("p1", { sessionId: "ses_2" })), asked(permission("p2")));
  await expect.element(screen.getByText("From subagent: Look around")).toBeVisible();
  expect(screen.getByText(/From.*subagent/).elements()).toHaveLength(1);
  const room = await openRoom();
  room.fake.emitsRoom(summary("run_a"), {
    type: "room.pending.set",
    runId: "run_a",
    request: permission("p1", { sessionId: "ses_2" }),
  });
  await expect.element(room.screen.getByText("From a subagent")).toBeVisible();
});

test("a budget says what was used and of whose limit, and how much more Continue allows", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked(budget));
  const prompt = screen.getByRole("group", { name: "This run’s budget is used up" });
  await expect.element(prompt).toHaveTextContent("1.2M of 1.0M used");
  await expect.element(prompt).toHaveTextContent("$4.20 of $5.00 used");
  await screen.getByRole("button", { name: "Continue, 1.0M tokens and $5.00 more" }).click();
  await screen.getByRole("button", { name: "Stop the run" }).click();
  expect(fake.calls).toEqual([
    ["replyToBudget", { requestId: "bud_1", reply: "continue" }],
    ["replyToBudget", { requestId: "bud_1", reply: "stop" }],
  ]);
});

test("a limit that is not set is not shown, and a room's budget names the room", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked({ ...budget, scope: "room", limit: { cost: 5 } }));
  await expect.element(screen.getByRole("group", { name: "The room’s budget is used up" })).toBeVisible();
  expect(screen.getByText("Tokens").query()).toBeNull();
  await expect.element(screen.getByRole("button", { name: "Continue, $5.00 more" })).toBeVisible();
});

test("the exact patterns of Always are on the page before it can be pressed", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1", { always: ["git *", "rm\u202e -rf *"] })));
  const button = screen.getByRole("button", { name: "Always allow" });
  await expect.element(button).toHaveAccessibleDescription("Always allow grants git * rm⟨U+202E⟩ -rf *");
  await expect.element(screen.getByText("git *", { exact: true })).toBeVisible();
});

test("while an answer is on its way nothing can be pressed", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1")), asked(budget));
  fake.isAway();
  await screen.getByRole("button", { name: "Allow once" }).click();
  await expect.element(screen.getByRole("button", { name: "Sending…" })).toBeDisabled();
  await expect.element(screen.getByRole("button", { name: "Reject" })).toBeDisabled();
  await expect.element(screen.getByRole("button", { name: "Stop the run" })).toBeEnabled();
});

test("an answer that comes too late says who answered, and the prompt goes with the next state", async () => {
  const fake = createFakeClient();
  fake.connects({ status: "open", role: "owner", user: ADA });
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1")));
  fake.refuses(new OpenCodeKitError("request_answered", "Bob has answered this already: reject."));
  await screen.getByRole("button", { name: "Allow once" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Bob has answered this already: reject.");
  fake.emits({ type: "pending.remove", id: "p1", outcome: "reject", by: BOB });
  expect(screen.getByRole("button", { name: "Allow once" }).query()).toBeNull();
  await expect.element(screen.getByText("Bob rejected this: Run this command?")).toBeVisible();
});

test("a prompt that somebody else answers says so for a while, then goes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const fake = createFakeClient();
  fake.connects({ status: "open", role: "owner", user: BOB });
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1")));
  fake.emits({ type: "pending.remove", id: "p1", outcome: "once", by: ADA });
  const notice = document.querySelector("[data-slot='oc-pending-notices']");
  expect(notice?.textContent).toBe("Ada allowed this once: Run this command?");
  expect(notice?.getAttribute("role")).toBe("status");
  vi.advanceTimersByTime(7900);
  expect(notice?.textContent).not.toBe("");
  vi.advanceTimersByTime(200);
  await vi.waitFor(() => expect(notice?.textContent).toBe(""));
  expect(screen.container.querySelector("[data-slot='oc-prompt']")).toBeNull();
});

test("a question's and a nameless answer are told of too", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked({ id: "q1", sessionId: ROOT, kind: "question", questions: [] }), asked(permission("p1")));
  fake.emits({ type: "pending.remove", id: "q1", outcome: "answered", by: ADA });
  fake.emits({ type: "pending.remove", id: "p1", outcome: "always" });
  await expect.element(screen.getByText("Ada answered: The agent asks")).toBeVisible();
  await expect.element(screen.getByText("Somebody allowed this always: Run this command?")).toBeVisible();
});

test("one's own answer, and one that was never on the screen, are not told of", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1")), asked(permission("p2")));
  await screen.getByRole("button", { name: "Allow once" }).first().click();
  fake.emits({ type: "pending.remove", id: "p1", outcome: "once" });
  fake.emits(asked(permission("p3")), { type: "pending.remove", id: "p3", outcome: "once", by: ADA });
  fake.emits({ type: "pending.remove", id: "p2", outcome: "gone" });
  await expect.element(screen.getByRole("group", { name: "Nothing waits for you" })).toBeInTheDocument();
  expect(screen.getByText(/allowed this/).query()).toBeNull();
});

test("a name that is hostile or long stays a name", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1")));
  const by = { id: "u3", name: `\u202eada <img src=x onerror=alert(1)>${"x".repeat(500)}` };
  fake.emits({ type: "pending.remove", id: "p1", outcome: "once", by });
  const line = screen.getByText(/⟨U\+202E⟩ada <img/);
  await expect.element(line).toBeVisible();
  expect(line.element().textContent.length).toBeLessThan(120);
  expect(line.element().querySelector("img")).toBeNull();
});

test("a prompt takes no focus when it comes, and gives it on when it is answered", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const before = document.activeElement;
  fake.emits(asked(permission("p1")), asked(permission("p2")));
  await expect.element(screen.getByRole("button", { name: "Allow once" }).first()).toBeVisible();
  expect(document.activeElement).toBe(before);

  (screen.getByRole("button", { name: "Allow once" }).first().element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  fake.emits({ type: "pending.remove", id: "p1", outcome: "once" });
  await vi.waitFor(() => expect(document.activeElement?.getAttribute("data-slot")).toBe("oc-prompt"));
  expect(document.activeElement?.textContent).toContain("command p2");

  await userEvent.keyboard("{Tab}");
  await vi.waitFor(() => expect(document.activeElement?.closest("[data-slot='oc-prompt']")).not.toBeNull());
  (screen.getByRole("button", { name: "Allow once" }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  fake.emits({ type: "pending.remove", id: "p2", outcome: "once" });
  await vi.waitFor(() => expect(document.activeElement?.getAttribute("data-slot")).toBe("oc-pending"));
});

test("an answer that fails leaves the focus on its button", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const late = (): Promise<never> => new Promise((_, reject) => setTimeout(() => reject(new Error("Away.")), 200));
  Object.assign(fake.client, { replyToPermission: late });
  fake.emits(asked(permission("p1")));
  const button = screen.getByRole("button", { name: "Allow once" });
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  // A disabled button has no focus.
  await vi.waitFor(() => expect(document.activeElement).toBe(document.body));
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. Away.");
  await vi.waitFor(() => expect(document.activeElement).toBe(button.element()));
});

test("whoever has pressed elsewhere is not brought back", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(asked(permission("p1")), asked(permission("p2")));
  (screen.getByRole("button", { name: "Allow once" }).first().element() as HTMLElement).focus();
  await screen.getByRole("heading", { name: "Do it" }).click();
  expect(document.activeElement).toBe(document.body);
  fake.emits({ type: "pending.remove", id: "p1", outcome: "once" });
  await expect.element(screen.getByText("command p1")).not.toBeInTheDocument();
  expect(document.activeElement).toBe(document.body);
});

test("a tool's line says who allowed or rejected it", async () => {
  const fake = createFakeClient();
  fake.connects({ status: "open", role: "owner", user: BOB });
  const screen = await openRun(fake);
  fake.emits(message("m1"), tool("t1", "m1", "bash"), tool("t2", "m1", "bash"), tool("t3", "m1", "bash"));
  for (const [id, by, outcome] of [
    ["t1", ADA, "once"],
    ["t2", BOB, "always"],
    ["t3", ADA, "reject"],
  ] as const) {
    fake.emits(asked(permission(id, { callId: `call_${id}` })), { type: "pending.remove", id, outcome, by });
  }
  await expect.element(screen.getByText("Allowed by Ada")).toBeInTheDocument();
  await expect.element(screen.getByText("Always allowed by you")).toBeInTheDocument();
  await expect.element(screen.getByText("Rejected by Ada")).toBeInTheDocument();
});

test("the run that was asked of is not needed to answer in the room's list", async () => {
  const { fake, screen } = await openRoom();
  fake.emitsRoom({ type: "room.pending.set", runId: RUN_ID, request: permission("p1") });
  await screen.getByRole("button", { name: "Allow once" }).click();
  expect(fake.calls).toEqual([["replyToPermission", { requestId: "p1", reply: "once" }]]);
});
