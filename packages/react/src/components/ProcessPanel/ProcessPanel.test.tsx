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
