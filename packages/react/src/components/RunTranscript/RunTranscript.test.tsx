import type { RunState } from "@opencode-kit/client/state";
import { fromRunSnapshot, initialRunState, messagePage, reduceRunAll, toRunSnapshot } from "@opencode-kit/client/state";
import { Profiler } from "react";
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import type { FakeClient } from "../../../tests/FakeClient.ts";
import { createFakeClient, message, ROOT, RUN_ID, text, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { OpenCodeRun } from "../OpenCodeRun/OpenCodeRun.tsx";

const HEADER = { id: RUN_ID, prompt: "Do it", status: "working", sessionId: ROOT, createdAt: 1 } as const;

const idOf = (at: number): string => `m${String(at).padStart(5, "0")}`;

/** Messages of different heights. */
function longRun(count: number): RunState {
  const events = Array.from({ length: count }, (_, at) => {
    const more = "\n\nMore of it.".repeat(at % 4);
    return [
      message(idOf(at), at % 7 === 0 ? "user" : "assistant"),
      text(`p${idOf(at)}`, idOf(at), `Row ${at}.${more}`),
    ];
  });
  return reduceRunAll(initialRunState(HEADER), [{ type: "session.set", session: { id: ROOT } }, ...events.flat()]);
}

async function open(fake: FakeClient, tools = {}) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 500 }} data-testid="frame">
        <OpenCodeRun runId={RUN_ID} tools={tools} />
      </div>
    </OpenCodeProvider>,
  );
  const log = screen.getByRole("log").element() as HTMLElement;
  const rows = () => [...log.querySelectorAll<HTMLElement>("[data-message-id]")];
  const row = (at: number) => log.querySelector<HTMLElement>(`[data-message-id='${idOf(at)}']`);
  const top = (at: number) => row(at)?.getBoundingClientRect().top ?? Number.NaN;
  const distance = () => log.scrollHeight - log.scrollTop - log.clientHeight;
  /** The topmost visible message, by its number. */
  const reading = () => {
    const edge = log.getBoundingClientRect().top;
    const first = rows().find((each) => each.getBoundingClientRect().bottom > edge + 1);
    return Number(first?.dataset["messageId"]?.slice(1));
  };
  return { screen, log, rows, row, top, distance, reading };
}

async function openLong(count = 10_000) {
  const fake = createFakeClient();
  fake.shows(longRun(count));
  const page = await open(fake);
  await vi.waitFor(() => expect(page.row(count - 1)).not.toBeNull());
  await settled();
  return { fake, ...page };
}

/** Sizes are reported with a frame, and what they cause comes with the next. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
}

async function scrollTo(log: HTMLElement, top: number): Promise<void> {
  log.scrollTop = top;
  await settled();
}

test("of 10,000 messages only those around the reader are on the page", async () => {
  const { log, rows, row, distance } = await openLong();
  expect(distance()).toBeLessThan(2);
  expect(rows().length).toBeLessThan(80);
  expect(log.scrollHeight).toBeGreaterThan(300_000);
  await scrollTo(log, log.scrollHeight / 2);
  expect(rows().length).toBeLessThan(80);
  expect(row(9_999)).toBeNull();
  const box = log.getBoundingClientRect();
  const visible = rows().filter((each) => each.getBoundingClientRect().bottom > box.top);
  expect(visible[0]?.getBoundingClientRect().top).toBeLessThanOrEqual(box.top);
  expect(rows().at(-1)?.getBoundingClientRect().bottom).toBeGreaterThan(box.bottom);
});

test("one delta in 10,000 messages commits only the part that it belongs to", { timeout: 60_000 }, async () => {
  const commits: string[] = [];
  const Card = ({ part }: ToolRendererProps) => (
    <Profiler id={part.id} onRender={(id) => commits.push(id)}>
      <p>{part.output.head}</p>
    </Profiler>
  );
  const fake = createFakeClient();
  const cards = Array.from({ length: 10_000 }, (_, at) => [message(idOf(at)), tool(`t${idOf(at)}`, idOf(at), "card")]);
  fake.shows(reduceRunAll(initialRunState(HEADER), [{ type: "session.set", session: { id: ROOT } }, ...cards.flat()]));
  const { row, rows } = await open(fake, { card: Card });
  await vi.waitFor(() => expect(row(9_999)).not.toBeNull());
  await settled();
  expect(rows().length).toBeGreaterThan(5);
  commits.length = 0;
  for (let at = 0; at < 20; at++) fake.emits({ type: "part.append", id: `t${idOf(9_999)}`, text: `line ${at} ` });
  await settled();
  expect(commits).toEqual(Array.from({ length: 20 }, () => `t${idOf(9_999)}`));
});

test("new messages are followed at the end, and not once the reader has left it", async () => {
  const { fake, log, row, top, distance, reading } = await openLong(1_000);
  for (let at = 1_000; at < 1_040; at++) {
    fake.emits(message(idOf(at)), text(`p${idOf(at)}`, idOf(at), "New.\n\n".repeat(1 + (at % 5))));
  }
  await vi.waitFor(() => expect(distance()).toBeLessThan(2));
  expect(row(1_039)).not.toBeNull();
  await scrollTo(log, log.scrollTop - 3_000);
  const read = reading();
  const before = top(read);
  for (let at = 1_040; at < 1_080; at++) fake.emits(message(idOf(at)), text(`p${idOf(at)}`, idOf(at), "Newer."));
  await settled();
  expect(top(read)).toBeCloseTo(before, 0);
  expect(distance()).toBeGreaterThan(2_000);
});

test("the way back leads from anywhere to the end, and new text is followed again", async () => {
  const { fake, screen, log, row, distance } = await openLong();
  await scrollTo(log, 0);
  expect(row(0)).not.toBeNull();
  await screen.getByRole("button", { name: "Jump to end" }).click();
  await settled();
  expect(row(9_999)).not.toBeNull();
  expect(distance()).toBeLessThan(2);
  fake.emits({ type: "part.append", id: `p${idOf(9_999)}`, text: "\n\nOn.".repeat(30) });
  await settled();
  expect(distance()).toBeLessThan(2);
});

test("what is read stays in its place to the pixel when something above it grows or shrinks", async () => {
  const { fake, log, top, reading } = await openLong(500);
  await scrollTo(log, 9_000);
  const read = reading();
  const before = top(read);
  fake.emits({ type: "part.append", id: `p${idOf(read - 2)}`, text: "\n\nGrown.".repeat(40) });
  await settled();
  expect(top(read)).toBeCloseTo(before, 0);
  fake.emits({ type: "part.patch", id: `p${idOf(read - 2)}`, patch: { text: "Short." } });
  await settled();
  expect(top(read)).toBeCloseTo(before, 0);
});

test("a block in the middle of a long message holds its place while the message grows above it", async () => {
  const fake = createFakeClient();
  const blocks = Array.from({ length: 100 }, (_, at) => `Block ${at}.`).join("\n\n");
  fake.emits(message("m1"), text("p0", "m1", "First part."), text("p1", "m1", blocks));
  const { screen, log } = await open(fake);
  const block = screen.getByText("Block 50.", { exact: true });
  await expect.element(block).toBeInTheDocument();
  await settled();
  log.scrollTop += block.element().getBoundingClientRect().top - log.getBoundingClientRect().top - 1;
  await settled();
  const before = block.element().getBoundingClientRect().top;
  fake.emits({ type: "part.append", id: "p0", text: "\n\nMore of the first part.".repeat(20) });
  await settled();
  expect(block.element().getBoundingClientRect().top).toBeCloseTo(before, 0);
});

test("scrolling up through rows that were never seen moves each by what was scrolled and no more", async () => {
  const { log, top, reading } = await openLong(2_000);
  await scrollTo(log, log.scrollTop - 200);
  for (let step = 0; step < 40; step++) {
    const read = reading();
    const before = top(read);
    log.scrollTop -= 150;
    await settled();
    expect(top(read)).toBeCloseTo(before + 150, 0);
  }
});

test("earlier messages come in above a windowed list without moving what is read", async () => {
  const whole = longRun(3_000);
  const fake = createFakeClient({
    loadOlder: () => {
      const [before] = fake.client.run(RUN_ID).get().sessions[ROOT]?.messageIds ?? [];
      return messagePage(whole, before === undefined ? {} : { before });
    },
  });
  fake.shows(fromRunSnapshot(toRunSnapshot(whole)));
  const { screen, log, top, reading, row } = await open(fake);
  await vi.waitFor(() => expect(row(2_999)).not.toBeNull());
  for (let page = 0; page < 3; page++) {
    await scrollTo(log, 0);
    const read = reading();
    const before = top(read);
    await screen.getByRole("button", { name: "Show earlier messages" }).click();
    await vi.waitFor(() => expect(log.scrollTop).toBeGreaterThan(500));
    await settled();
    expect(top(read)).toBeCloseTo(before, 0);
  }
});

test("another width or height of the page keeps the message that is read at the top", async () => {
  const { screen, log, reading, top, distance } = await openLong(1_000);
  const frame = screen.getByTestId("frame").element() as HTMLElement;
  await scrollTo(log, log.scrollHeight / 2);
  // A prompt right below the edge: what is above it is out of sight by its margin.
  const read = 7 * Math.ceil(reading() / 7);
  const edge = log.getBoundingClientRect().top;
  await scrollTo(log, log.scrollTop + Math.round(top(read) - edge) - 5);
  const before = top(read);
  frame.style.width = "330px";
  await settled();
  expect(top(read)).toBeCloseTo(before, 0);
  frame.style.height = "300px";
  await settled();
  expect(top(read)).toBeCloseTo(before, 0);
  await screen.getByRole("button", { name: "Jump to end" }).click();
  await settled();
  frame.style.width = "700px";
  await settled();
  expect(distance()).toBeLessThan(2);
});

test("a card that is opened while the end is followed opens below its line", async () => {
  const fake = createFakeClient();
  fake.shows(longRun(300));
  const { screen, row, distance } = await open(fake);
  await vi.waitFor(() => expect(row(299)).not.toBeNull());
  const output = "line\n".repeat(60);
  fake.emits(
    message(idOf(300)),
    tool("t1", idOf(300), "bash", {
      input: { command: "ls" },
      output: { head: output, tail: "", bytes: output.length, chars: output.length },
    }),
    message(idOf(301)),
    text("p301", idOf(301), "Done.\n\nAll of it."),
  );
  const card = screen.getByRole("button", { name: /ls/ });
  await expect.element(card).toBeVisible();
  await settled();
  const before = card.element().getBoundingClientRect().top;
  // The card's own message: others may get their true heights meanwhile.
  const height = (): number => card.element().closest("[data-message-id]")?.getBoundingClientRect().height ?? 0;
  const closed = height();
  (card.element() as HTMLElement).click();
  await vi.waitFor(() => expect(height()).toBeGreaterThan(closed + 100));
  await settled();
  expect(card.element().getBoundingClientRect().top).toBeCloseTo(before, 0);
  expect(distance()).toBeGreaterThan(100);
});

test("the keys of the scrolling element reach every message", async () => {
  const { log, row, reading, distance } = await openLong();
  log.focus();
  await userEvent.keyboard("{Home}");
  await vi.waitFor(() => expect(log.scrollTop).toBe(0));
  await settled();
  expect(row(0)).not.toBeNull();
  await userEvent.keyboard("{PageDown}");
  await vi.waitFor(() => expect(reading()).toBeGreaterThan(2));
  await userEvent.keyboard("{PageUp}");
  await vi.waitFor(() => expect(log.scrollTop).toBe(0));
  await userEvent.keyboard("{End}");
  await vi.waitFor(() => expect(row(9_999)).not.toBeNull(), 5_000);
  await vi.waitFor(() => expect(distance()).toBeLessThan(2));
});

test("a row with the focus stays on the page however far it is scrolled away", async () => {
  const { fake, log, row } = await openLong(2_000);
  fake.emits(tool("t1", idOf(7), "bash", { input: { command: "ls" } }));
  await scrollTo(log, 0);
  const button = row(7)?.querySelector<HTMLElement>("[data-slot='oc-tool-trigger']");
  button?.focus();
  expect(document.activeElement).toBe(button);
  await scrollTo(log, log.scrollHeight / 2);
  expect(row(6)).toBeNull();
  expect(document.activeElement).toBe(button);
  await scrollTo(log, 0);
  expect(document.activeElement).toBe(button);
  button?.blur();
  await scrollTo(log, log.scrollHeight / 2);
  expect(row(7)).toBeNull();
});

test("what is selected across rows stays selected and can be copied after it was scrolled away", async () => {
  const { log, row } = await openLong(2_000);
  await scrollTo(log, 0);
  const [from, to] = [row(1), row(5)];
  if (from === null || to === null) throw new Error("The rows are not on the page.");
  document.getSelection()?.setBaseAndExtent(from, 0, to, to.childNodes.length);
  const selected = String(document.getSelection());
  expect(selected).toContain("Row 3.");
  await scrollTo(log, log.scrollHeight / 2);
  expect(row(0)).toBeNull();
  expect(String(document.getSelection())).toBe(selected);
  document.getSelection()?.removeAllRanges();
});

test("what is printed is everything that is loaded", async () => {
  const { rows } = await openLong(400);
  window.dispatchEvent(new Event("beforeprint"));
  expect(rows()).toHaveLength(400);
  window.dispatchEvent(new Event("afterprint"));
  expect(rows().length).toBeLessThan(80);
});

test("messages that were taken back are windowed, too", async () => {
  const { fake, screen, log, rows } = await openLong(1_000);
  fake.emits({ type: "session.set", session: { id: ROOT, revert: { messageId: idOf(100) } } });
  await screen.getByRole("button", { name: "Show" }).click();
  await settled();
  expect(rows().length).toBeLessThan(120);
  expect(log.querySelector("[data-state='reverted']")).not.toBeNull();
});
