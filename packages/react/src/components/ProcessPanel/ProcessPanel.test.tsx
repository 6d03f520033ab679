import type { ProcessInfo } from "@opencode-kit/client/protocol";
import { windowOf } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, RUN_ID, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { ProcessPanel } from "./ProcessPanel.tsx";

function process(id: string, extra: Partial<ProcessInfo> = {}): ProcessInfo {
  const base = {
    id,
    source: "tool" as const,
    command: `run ${id}`,
    status: "exited" as const,
    exitCode: 0,
    output: windowOf(""),
  };
  return { ...base, startedAt: 1, endedAt: 2000, ...extra };
}

test("each command says how it ended, and the newest is open", async () => {
  const processes = [
    process("a"),
    process("b", { exitCode: 7 }),
    process("c", { status: "killed" }),
    process("d", { output: windowOf("last words\n") }),
  ];
  const screen = await render(<ProcessPanel processes={processes} />);
  const states = screen
    .getByRole("listitem")
    .elements()
    .map((row) => row.getAttribute("data-status"));
  expect(states).toEqual(["succeeded", "failed", "killed", "succeeded"]);
  await expect.element(screen.getByText("Exit 7")).toBeVisible();
  await expect.element(screen.getByText("last words")).toBeVisible();
});

test("colours become spans, and no other escape does anything", async () => {
  const output = windowOf(
    "\u001b[31mred\u001b[0m \u001b]8;;javascript:alert(1)\u0007link\u001b]8;;\u0007 <b>x</b>\u001b[2J\n",
  );
  const screen = await render(<ProcessPanel processes={[process("a", { output })]} />);
  const shown = screen.getByRole("group", { name: "Output of run a" });
  await expect.element(shown).toHaveTextContent("red link <b>x</b>");
  expect(shown.element().querySelectorAll("a, b")).toHaveLength(0);
  await expect
    .element(screen.getByText("red", { exact: true }))
    .toHaveAttribute("style", "color: var(--_oc-ansi-red);");
});

test("what is cut out of a long output is counted", async () => {
  const output = windowOf("0123456789\n".repeat(20_000));
  const screen = await render(<ProcessPanel processes={[process("a", { output })]} />);
  await expect.element(screen.getByText("204 kB left out")).toBeInTheDocument();
});

test("live output is followed until the reader scrolls up", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <ProcessPanel runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  fake.emits(message("m1"), tool("p1", "m1", "bash", { status: "running", input: { command: "make" } }));
  const lines = (from: number) => Array.from({ length: 60 }, (_, at) => `line ${from + at}\n`).join("");
  fake.emits({ type: "part.append", id: "p1", text: lines(0) });
  const output = screen.getByRole("group", { name: "Output of make" }).element();
  const distance = () => output.scrollHeight - output.scrollTop - output.clientHeight;
  await vi.waitFor(() => expect(output.scrollHeight).toBeGreaterThan(800));
  await vi.waitFor(() => expect(distance()).toBeLessThan(2));
  output.scrollTop = 100;
  await expect.element(screen.getByRole("button", { name: "Jump to end" })).toBeVisible();
  fake.emits({ type: "part.append", id: "p1", text: lines(60) });
  expect(output.scrollTop).toBe(100);
});

async function openBound() {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <ProcessPanel runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  fake.emits(message("m1"), tool("p1", "m1", "bash", { status: "running", input: { command: "make" } }));
  fake.emits(tool("p0", "m1", "bash", { input: { command: "ls" }, metadata: { exit: 0 } }));
  return { fake, screen };
}

test("a command that runs can be ended, one that has ended cannot", async () => {
  const { fake, screen } = await openBound();
  await screen.getByRole("button", { name: "Kill make" }).click();
  expect(fake.calls).toEqual([["killProcess", { processId: "p1", runId: RUN_ID }]]);
  expect(screen.getByRole("button", { name: "Kill ls" }).query()).toBeNull();
});

test("what else runs in the sandbox is listed below, and can be ended without a run", async () => {
  const { fake, screen } = await openBound();
  expect(screen.getByText("Also running in the sandbox").query()).toBeNull();
  const base = { source: "sandbox" as const, startedAt: 1 };
  fake.emitsRoom(
    { type: "room.process.set", process: { ...base, id: "pid:7", command: "vite --port 5173", status: "running" } },
    { type: "room.process.set", process: { ...base, id: "pid:8", command: "gone", status: "exited", exitCode: 0 } },
  );
  const others = screen.getByRole("list", { name: "Also running in the sandbox" });
  await expect.element(others.getByText("vite --port 5173")).toBeVisible();
  expect(screen.getByText("gone").query()).toBeNull();
  await screen.getByRole("button", { name: "Kill vite --port 5173" }).click();
  expect(fake.calls).toEqual([["killProcess", { processId: "pid:7" }]]);
});

test("who may not end processes sees why, and a refusal is shown", async () => {
  const { fake, screen } = await openBound();
  fake.refuses(new Error("It is gone."));
  await screen.getByRole("button", { name: "Kill make" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. It is gone.");
  fake.connects({ status: "open", role: "viewer" });
  const button = screen.getByRole("button", { name: "Kill make" });
  await expect.element(button).toBeDisabled();
  await expect.element(button).toHaveAttribute("title", "Only an owner can end a process. You are a viewer.");
});

test("a list that the host gave offers nothing that it could not do", async () => {
  const screen = await render(<ProcessPanel processes={[process("a", { status: "running" })]} />);
  await expect.element(screen.getByText("run a")).toBeVisible();
  expect(screen.getByRole("button", { name: /Kill/ }).query()).toBeNull();
});
