import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, RUN_ID } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { RunRoot } from "../RunRoot/RunRoot.tsx";
import { RunHeader } from "./RunHeader.tsx";
import { StopButton } from "./StopButton.tsx";

async function open(processes?: boolean, fake = createFakeClient()) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <RunRoot runId={RUN_ID}>{processes === undefined ? <RunHeader /> : <StopButton processes={processes} />}</RunRoot>
    </OpenCodeProvider>,
  );
  return { fake, screen };
}

test("who may not stop sees the button, disabled, with the reason", async () => {
  for (const role of ["viewer", "approver"] as const) {
    const { fake, screen } = await open();
    fake.connects({ status: "open", role });
    const button = screen.getByRole("button", { name: "Stop" });
    await expect.element(button).toBeDisabled();
    const reason = `Only an owner can stop the agent. You are ${role === "viewer" ? "a viewer" : "an approver"}.`;
    await expect.element(button).toHaveAccessibleDescription(reason);
    await expect.element(button).toHaveAttribute("title", reason);
    await screen.unmount();
  }
});

test("a stop that is on its way says so before the room does", async () => {
  const { fake, screen } = await open();
  fake.isAway();
  await screen.getByRole("button", { name: "Stop" }).click();
  await expect.element(screen.getByRole("button", { name: "Stopping…" })).toBeDisabled();
});

test("a stop that the room refuses says why and can be pressed again", async () => {
  const { fake, screen } = await open();
  fake.refuses(new Error("The sandbox is away."));
  await screen.getByRole("button", { name: "Stop" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. The sandbox is away.");
  await expect.element(screen.getByRole("button", { name: "Stop" })).toBeEnabled();
});

test("with processes, what the run has started ends with it", async () => {
  const { fake, screen } = await open(true);
  await screen.getByRole("button", { name: "Stop" }).click();
  expect(fake.calls).toEqual([["stop", RUN_ID, { processes: true }]]);
});

test("a run that was taken back says so instead of how it ended", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "run.patch", patch: { status: "complete", endedAt: 2 } });
  await expect.element(screen.getByText("Done", { exact: true })).toBeVisible();
  fake.emits({ type: "run.patch", patch: { isReverted: true } });
  await expect.element(screen.getByText("Reverted", { exact: true })).toBeVisible();
  expect(screen.getByText("Done", { exact: true }).query()).toBeNull();
});
