import { windowOf } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import type { Answers } from "../../../tests/FakeClient.ts";
import { createFakeClient, message, RUN_ID, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { ProcessPanel } from "../ProcessPanel/ProcessPanel.tsx";
import { OutputView } from "./OutputView.tsx";

const lines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, at) => `line ${String(from + at).padStart(6, "0")}\n`).join("");

const pieces =
  (whole: () => string): NonNullable<Answers["getOutput"]> =>
  async ({ offset = 0, limit = 500_000 }) => ({
    text: whole().slice(offset, offset + limit),
    offset,
    chars: whole().length,
  });

async function open(answers: Answers, text: string, status: "completed" | "running" = "completed") {
  const fake = createFakeClient(answers);
  fake.emits(message("m1"), tool("p1", "m1", "bash", { status, input: { command: "make" }, output: windowOf(text) }));
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <ProcessPanel runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  const output = screen.getByRole("group", { name: "Output of make" });
  return { fake, screen, output };
}

test("what is left out is fetched in pieces and shown in its place", async () => {
  const whole = lines(100_000);
  const { fake, screen, output } = await open({ getOutput: pieces(() => whole) }, whole);
  await expect.element(screen.getByText("1.2 MB left out")).toBeInTheDocument();
  await screen.getByRole("button", { name: "Show all 1.2 MB" }).click();
  await expect.element(screen.getByRole("button", { name: /Show all/ })).not.toBeInTheDocument();
  expect(output.element().textContent).toBe(whole);
  const asked = fake.calls.map(([, input]) => input);
  expect(asked).toEqual(
    [0, 500_000, 1_000_000].map((offset) => ({ runId: RUN_ID, partId: "p1", offset, limit: 500_000 })),
  );
});

test("whoever reads the end stays there while the middle comes in", async () => {
  const whole = lines(9000);
  const { screen, output } = await open({ getOutput: pieces(() => whole) }, whole);
  const { element } = { element: output.element() };
  await vi.waitFor(() => expect(element.scrollTop).toBeGreaterThan(1000));
  element.scrollTop -= 300;
  await expect.element(screen.getByRole("button", { name: "Jump to end" })).toBeVisible();
  const fromEnd = element.scrollHeight - element.scrollTop;
  await screen.getByRole("button", { name: /Show all/ }).click();
  await vi.waitFor(() => expect(element.scrollHeight).toBeGreaterThan(100_000));
  expect(Math.abs(element.scrollHeight - element.scrollTop - fromEnd)).toBeLessThan(3);
});

test("whoever reads before the gap stays there", async () => {
  const whole = lines(9000);
  const { screen, output } = await open({ getOutput: pieces(() => whole) }, whole);
  const element = output.element();
  await vi.waitFor(() => expect(element.scrollTop).toBeGreaterThan(1000));
  element.scrollTop = 100;
  await new Promise((done) => setTimeout(done, 50));
  await screen.getByRole("button", { name: /Show all/ }).click();
  await vi.waitFor(() => expect(element.scrollHeight).toBeGreaterThan(100_000));
  expect(element.scrollTop).toBe(100);
});

test("a live output goes on behind what was fetched", async () => {
  let whole = lines(3000);
  const { fake, screen, output } = await open({ getOutput: pieces(() => whole) }, whole, "running");
  await screen.getByRole("button", { name: /Show all/ }).click();
  await vi.waitFor(() => expect(output.element().textContent).toBe(whole));
  const more = lines(10, 3000);
  whole += more;
  fake.emits({ type: "part.append", id: "p1", text: more });
  await vi.waitFor(() => expect(output.element().textContent).toBe(whole));
  // More than the window holds: there is a gap again, and only that is fetched.
  const much = lines(2000, 3010);
  whole += much;
  fake.emits({ type: "part.append", id: "p1", text: much });
  await expect.element(screen.getByText(/left out/)).toBeInTheDocument();
  await screen.getByRole("button", { name: /Show all/ }).click();
  await vi.waitFor(() => expect(output.element().textContent).toBe(whole));
  expect(fake.calls.at(-1)).toMatchObject(["getOutput", { offset: 3000 * 12 }]);
});

test("no more than 5 MB is shown, laid out in pieces", async () => {
  const whole = lines(600_000);
  const { fake, screen, output } = await open({ getOutput: pieces(() => whole) }, whole);
  await screen.getByRole("button", { name: "Show all 7.2 MB" }).click();
  await expect.element(screen.getByText("2.2 MB left out")).toBeInTheDocument();
  expect(fake.calls).toHaveLength(10);
  expect(screen.getByRole("button", { name: /Show all/ }).query()).toBeNull();
  expect(output.element().textContent.length).toBeGreaterThan(5_000_000);
  const piece = output.element().querySelector("[data-slot='oc-output-chunk']");
  expect(piece && getComputedStyle(piece).contentVisibility).toBe("auto");
});

test("a failure is said, and what was there stays", async () => {
  const { fake, screen } = await open({}, lines(9000));
  fake.refuses(new Error("No answer."));
  await screen.getByRole("button", { name: /Show all/ }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not loaded. No answer.");
  await expect.element(screen.getByText(/left out/)).toBeInTheDocument();
});

test("without a run there is nobody to ask", async () => {
  const screen = await render(<OutputView output={windowOf(lines(9000))} label="Output" />);
  await expect.element(screen.getByText(/left out/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /Show all/ }).query()).toBeNull();
});
