import { initialRunState, reduceRunAll } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { createFakeClient, message, ROOT, RUN_ID, text, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

const HEADER = { id: RUN_ID, prompt: "Do it", status: "working", sessionId: ROOT, createdAt: 1 } as const;

const idOf = (at: number): string => `m${String(at).padStart(4, "0")}`;

/** 2,000 messages; the needle is in every 500th, twice in the text of the first and in the line of a tool. */
async function openSearch() {
  const fake = createFakeClient();
  const events = Array.from({ length: 2_000 }, (_, at) => [
    message(idOf(at)),
    text(`p${at}`, idOf(at), at % 500 === 250 ? `Row ${at} has a **nee**dle in it.` : `Row ${at}.\n\nMore of it.`),
  ]);
  fake.shows(
    reduceRunAll(initialRunState(HEADER), [
      { type: "session.set", session: { id: ROOT } },
      ...events.flat(),
      text("p3", idOf(3), "A Needle and a needle."),
      tool("t1", idOf(1_999), "bash", { input: { command: "grep needle" } }),
    ]),
  );
  const screen = await openRun(fake);
  const log = screen.getByRole("log").element() as HTMLElement;
  const row = (at: number) => log.querySelector(`[data-message-id='${idOf(at)}']`);
  await vi.waitFor(() => expect(row(1_999)).not.toBeNull());
  log.focus();
  await userEvent.keyboard("{Control>}f{/Control}");
  const field = screen.getByRole("searchbox", { name: "Find in this run" });
  await expect.element(field).toHaveFocus();
  return { fake, screen, log, row, field };
}

/** What is coloured as the place that was found. */
const current = (): string[] => [...(CSS.highlights.get("oc-found-current") ?? [])].map(String);

function isVisible(log: Element, row: Element | null): boolean {
  const box = log.getBoundingClientRect();
  const own = row?.getBoundingClientRect();
  return own !== undefined && own.bottom > box.top && own.top < box.bottom;
}

test("words are found in all messages that are loaded, counted, and shown one after another", async () => {
  const { screen, log, row, field } = await openSearch();
  await field.fill("needle");
  await expect.element(screen.getByText("7 of 7")).toBeVisible();
  await vi.waitFor(() => expect(current()).toEqual(["needle"]));
  expect(isVisible(log, row(1_999))).toBe(true);
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText("1 of 7")).toBeVisible();
  await vi.waitFor(() => expect(isVisible(log, row(3))).toBe(true));
  await vi.waitFor(() => expect(current()).toEqual(["Needle"]));
  await screen.getByRole("button", { name: "Next" }).click();
  await screen.getByRole("button", { name: "Next" }).click();
  await expect.element(screen.getByText("3 of 7")).toBeVisible();
  await vi.waitFor(() => expect(isVisible(log, row(250))).toBe(true));
  await screen.getByRole("button", { name: "Previous" }).click();
  await expect.element(screen.getByText("2 of 7")).toBeVisible();
  await vi.waitFor(() => expect(isVisible(log, row(3))).toBe(true));
});

test("what is found stays in its place while the run goes on", async () => {
  const { fake, screen, log, row, field } = await openSearch();
  await field.fill("row 750 has");
  await expect.element(screen.getByText("1 of 1")).toBeVisible();
  await vi.waitFor(() => expect(isVisible(log, row(750))).toBe(true));
  const before = row(750)?.getBoundingClientRect().top ?? Number.NaN;
  fake.emits({ type: "part.append", id: "p1999", text: "\n\nOn.".repeat(40) });
  await new Promise((done) => setTimeout(done, 100));
  expect(row(750)?.getBoundingClientRect().top).toBeCloseTo(before, 0);
});

test("words that are nowhere are said to be, and Escape closes the search and gives the keys back", async () => {
  const { screen, log, field } = await openSearch();
  await field.fill("haystack");
  await expect.element(screen.getByText("Nothing found")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "Next" })).toBeDisabled();
  await userEvent.keyboard("{Escape}");
  await expect.element(field).not.toBeInTheDocument();
  expect(document.activeElement).toBe(log);
  expect(CSS.highlights.has("oc-found")).toBe(false);
});

test("in the search's own field the keys are the browser's", async () => {
  const { field } = await openSearch();
  const event = new KeyboardEvent("keydown", { key: "f", ctrlKey: true, bubbles: true, cancelable: true });
  field.element().dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});
