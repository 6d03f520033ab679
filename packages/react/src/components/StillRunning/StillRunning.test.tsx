import { expect, test } from "vitest";
import { createFakeClient, RUN_ID } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

const LEFT = [
  { id: "prt_1", command: "npm run dev" },
  { id: "pid:42", command: "python -m http.server\nsecond line" },
];

async function open(left: readonly { id: string; command: string }[] | undefined) {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const stillRunning = left === undefined ? {} : { stillRunning: left };
  fake.emits({ type: "run.patch", patch: { status: "aborted", endedAt: 2, ...stillRunning } });
  return { fake, screen };
}

test("what a stop has left is named, and each can be ended", async () => {
  const { fake, screen } = await open(LEFT);
  await expect.element(screen.getByText("Still running: npm run dev")).toBeVisible();
  await expect.element(screen.getByText("Still running: python -m http.server", { exact: true })).toBeVisible();
  await screen.getByRole("button", { name: "Kill npm run dev" }).click();
  expect(fake.calls).toEqual([["killProcess", { processId: "prt_1", runId: RUN_ID }]]);
  await expect.element(screen.getByText("Ended")).toBeVisible();
});

test("nothing is said where nothing was left, and where nobody looked", async () => {
  for (const left of [[], undefined]) {
    const { screen } = await open(left);
    await expect.element(screen.getByText("Stopped here")).toBeVisible();
    expect(screen.getByText(/Still running|still run/).query()).toBeNull();
    await screen.unmount();
  }
});

test("a screen reader hears that something still runs", async () => {
  const { screen } = await open(LEFT);
  await expect
    .element(screen.getByRole("status").filter({ hasText: "Agent: stopped" }))
    .toHaveTextContent("2 processes still run.");
});

test("all can be ended at once, and what was ended is not ended twice", async () => {
  const { fake, screen } = await open(LEFT);
  await screen.getByRole("button", { name: "Kill npm run dev" }).click();
  await screen.getByRole("button", { name: "End all" }).click();
  expect(fake.calls.map(([, input]) => input)).toEqual([
    { processId: "prt_1", runId: RUN_ID },
    { processId: "pid:42", runId: RUN_ID },
  ]);
  await expect.element(screen.getByRole("button", { name: "End all" })).toBeDisabled();
});

test("one that could not be ended says why and can be ended again", async () => {
  const { fake, screen } = await open(LEFT.slice(0, 1));
  fake.refuses(new Error("It does not let itself be ended."));
  await screen.getByRole("button", { name: "Kill npm run dev" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("It does not let itself be ended.");
  fake.refuses();
  await screen.getByRole("button", { name: "Kill npm run dev" }).click();
  await expect.element(screen.getByText("Ended")).toBeVisible();
});

test("the notice goes when the room says that nothing runs any more", async () => {
  const { fake, screen } = await open(LEFT.slice(0, 1));
  fake.emits({ type: "run.patch", patch: { stillRunning: [] } });
  expect(screen.getByText(/Still running/).query()).toBeNull();
});

test("who may not end processes sees why", async () => {
  const { fake, screen } = await open(LEFT);
  fake.connects({ status: "open", role: "approver" });
  const button = screen.getByRole("button", { name: "Kill npm run dev" });
  await expect.element(button).toBeDisabled();
  await expect.element(button).toHaveAccessibleDescription("Only an owner can end a process. You are an approver.");
  await expect.element(screen.getByRole("button", { name: "End all" })).toBeDisabled();
});

test("a hostile command stays text", async () => {
  const { screen } = await open([{ id: "p", command: `\u202e<img src=x onerror=alert(1)>${"x".repeat(2000)}` }]);
  const line = screen.getByText(/⟨U\+202E⟩<img/).first();
  await expect.element(line).toBeVisible();
  expect(line.element().querySelector("img")).toBeNull();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
});
