import { afterEach, expect, test, vi } from "vitest";
import type {} from "@vitest/browser-playwright";
import { cdp, page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import type { FakeClient } from "../../../tests/FakeClient.ts";
import { createFakeClient, message, ROOT, RUN_ID, text, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { OpenCodeRun } from "./OpenCodeRun.tsx";

afterEach(async () => {
  await page.viewport(1000, 700);
  await cdp().send("Emulation.setTouchEmulationEnabled", { enabled: false });
  await cdp().send("Emulation.setEmulatedMedia", { features: [] });
});

const COMMAND = {
  id: "per_1",
  sessionId: ROOT,
  kind: "permission",
  permission: "bash",
  patterns: ["npm publish --access public"],
  always: ["npm publish *"],
  metadata: { command: "npm publish --access public" },
} as const;

const QUESTION = {
  id: "que_1",
  sessionId: ROOT,
  kind: "question",
  questions: [
    { header: "Engine", question: "Which database?", options: [{ label: "SQLite", description: "One file." }] },
    { question: "What else?", options: [{ label: "Migrations" }], multiple: true },
  ],
} as const;

async function open(
  fake = createFakeClient(),
  props: { readonly composer?: boolean; readonly promptShortcut?: string | null } = {},
) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 600 }}>
        <OpenCodeRun runId={RUN_ID} {...props} />
      </div>
      <textarea aria-label="Elsewhere" />
    </OpenCodeProvider>,
  );
  return { fake, screen };
}

/** A run with a bit of everything that can be pressed. */
function fill(fake: FakeClient): void {
  const prose =
    "A [link](https://example.com/) and `code`:\n\n```ts\nconst x = 1;\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |";
  const path = `src/${"a-long-folder/".repeat(6)}slugify.generated.test.ts`;
  fake.emits(
    { type: "run.patch", patch: { title: "Publish the package to the registry", modelID: "scripted-1" } },
    message("m0", "user"),
    text(
      "p0",
      "m0",
      "Publish the package, then tell me what https://example.com/a/very/long/address/without/a/break says.",
    ),
    message("m1"),
    text("p1", "m1", "Let me see.", { startedAt: 1, endedAt: 900 }),
    tool("p2", "m1", "read", { input: { filePath: path }, title: path }),
    tool("p3", "m1", "bash", {
      input: { command: "npm test -- --reporter=verbose --run src/one.test.ts" },
      output: { head: "ok\n", tail: "", chars: 3, bytes: 3 },
    }),
    text("p4", "m1", prose),
    { type: "todos.set", sessionId: ROOT, todos: [{ content: "Publish", status: "in_progress" }] },
    { type: "pending.set", request: COMMAND },
    { type: "pending.set", request: QUESTION },
  );
}

const controls = (container: Element): HTMLElement[] =>
  [...container.querySelectorAll<HTMLElement>("button, select, textarea, input, label[data-slot='oc-choice']")].filter(
    (each) => each.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && each.ariaLabel !== "Elsewhere",
  );

/** All that live regions have said, in order. */
function listen(container: Element): readonly string[] {
  const said: string[] = [];
  const regions = "[role='status'], [role='alert'], [aria-live='polite'], [aria-live='assertive']";
  new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(regions);
      const words = region?.textContent ?? "";
      if (words !== "" && words !== said.at(-1)) said.push(words);
    }
  }).observe(container, { subtree: true, childList: true, characterData: true });
  return said;
}

test("a screen reader is told of what waits and of the end, and of no word that the model writes", async () => {
  const { fake, screen } = await open();
  const said = listen(screen.container);
  fake.emits(message("m1"), text("p1", "m1", "Word"));
  for (let at = 0; at < 200; at++) fake.emits({ type: "part.append", id: "p1", text: ` and ${at}` });
  await expect.element(screen.getByText(/and 199/)).toBeVisible();
  expect(said).toEqual([]);
  fake.emits({ type: "pending.set", request: COMMAND }, { type: "run.patch", patch: { status: "waiting" } });
  await vi.waitFor(() => expect(said).toHaveLength(1));
  fake.emits({ type: "pending.set", request: QUESTION });
  await vi.waitFor(() => expect(said).toHaveLength(2));
  fake.emits(
    { type: "pending.remove", id: "per_1", outcome: "once" },
    { type: "pending.remove", id: "que_1", outcome: "answered" },
  );
  fake.emits({ type: "run.patch", patch: { status: "complete", endedAt: 2 } });
  await vi.waitFor(() => expect(said.at(-1)).toBe("Agent: done"));
  expect(said).toEqual([
    "Waiting for your answer. Alt + P goes there.",
    "Waiting for 2 answers. Alt + P goes there.",
    "Somebody allowed this once: Run this command?Somebody answered: The agent asks",
    "Agent: done",
  ]);
});

test("a status that only passes is not told", async () => {
  const { fake, screen } = await open();
  const said = listen(screen.container);
  for (const status of ["queued", "starting", "working", "complete"] as const) {
    fake.emits({ type: "run.patch", patch: { status } });
  }
  await vi.waitFor(() => expect(said).toEqual(["Agent: done"]));
});

test("a status that has stood for a while is told once", async () => {
  const { fake, screen } = await open();
  const said = listen(screen.container);
  fake.emits({ type: "run.patch", patch: { status: "starting" } });
  await vi.waitFor(() => expect(said).toEqual(["Agent: starting"]), 3000);
});

test("what waits takes no focus, and the shortcut goes from one prompt to the next", async () => {
  const { fake, screen } = await open();
  await screen.getByRole("log").element().focus();
  fake.emits({ type: "pending.set", request: COMMAND }, { type: "pending.set", request: QUESTION });
  const [first, second] = [
    screen.getByRole("group", { name: "Run this command?" }),
    screen.getByRole("group", { name: "The agent asks" }),
  ];
  await expect.element(second).toBeVisible();
  expect(document.activeElement).toBe(screen.getByRole("log").element());
  await expect
    .element(screen.getByRole("group", { name: "Waiting for you" }))
    .toHaveAttribute("aria-keyshortcuts", "Alt+P");
  await userEvent.keyboard("{Alt>}p{/Alt}");
  await expect.element(first).toHaveFocus();
  await userEvent.keyboard("{Alt>}p{/Alt}");
  await expect.element(second).toHaveFocus();
  await userEvent.keyboard("{Alt>}p{/Alt}");
  await expect.element(first).toHaveFocus();
  // The command, which may be long, can be scrolled by the keys.
  await userEvent.tab();
  await userEvent.tab();
  await expect.element(first.getByRole("button", { name: "Allow once" })).toHaveFocus();
});

test("the shortcut does nothing while somebody types", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "pending.set", request: COMMAND });
  const field = screen.getByRole("textbox", { name: "Elsewhere" });
  await field.click();
  await userEvent.keyboard("{Alt>}p{/Alt}");
  await expect.element(field).toHaveFocus();
});

test("the shortcut can be other keys, or none", async () => {
  const { fake, screen } = await open(createFakeClient(), { promptShortcut: "Control+Shift+Y" });
  fake.emits({ type: "pending.set", request: COMMAND });
  await userEvent.keyboard("{Alt>}p{/Alt}");
  expect(document.activeElement).toBe(document.body);
  await userEvent.keyboard("{Control>}{Shift>}y{/Shift}{/Control}");
  await expect.element(screen.getByRole("group", { name: "Run this command?" })).toHaveFocus();
  await screen.unmount();
  const none = await open(createFakeClient(), { promptShortcut: null });
  none.fake.emits({ type: "pending.set", request: COMMAND });
  await userEvent.keyboard("{Alt>}p{/Alt}");
  expect(document.activeElement).toBe(document.body);
  expect(none.screen.container.querySelector('[aria-keyshortcuts]:not([role="log"])')).toBeNull();
});

test("whoever shows a whole text by the keyboard stays with it", async () => {
  const whole = "The beginning. The rest.";
  const part = { id: "p1", messageId: "m1", sessionId: ROOT, type: "text" as const, text: whole };
  const { fake, screen } = await open(createFakeClient({ getPart: () => Promise.resolve(part) }));
  fake.emits(message("m1"), text("p1", "m1", " The rest.", { skipped: 14 }));
  screen.getByRole("button", { name: "Show the whole text" }).element().focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText(whole)).toBeVisible();
  expect(document.activeElement?.contains(screen.getByText(whole).element())).toBe(true);
  expect(document.activeElement).not.toBe(document.body);
});

test("each control shows that it has the focus", async () => {
  const { fake, screen } = await open(createFakeClient(), { composer: true });
  fill(fake);
  await expect.element(screen.getByRole("link", { name: "link" })).toBeVisible();
  const seen = new Set<Element>();
  for (let at = 0; at < 60; at++) {
    await userEvent.tab();
    const focused = document.activeElement;
    if (focused === null || focused.ariaLabel === "Elsewhere") break;
    if (!screen.container.contains(focused)) continue;
    seen.add(focused);
    // A choice's ring may be on its row.
    const shown = [focused, focused.closest("label"), focused.parentElement].some((each) => {
      if (each === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    });
    expect(shown, `${focused.outerHTML.slice(0, 120)} has no ring`).toBe(true);
  }
  const enabled = controls(screen.container).filter(
    (each) => !each.matches(":disabled, label, [type='radio'], [tabindex='-1']"),
  );
  expect(enabled.filter((each) => !seen.has(each)).map((each) => each.outerHTML.slice(0, 120))).toEqual([]);
});

test("every target is 44 pixels high and wide enough where fingers are used", async () => {
  await cdp().send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 1 });
  await page.viewport(390, 800);
  const { fake, screen } = await open(createFakeClient(), { composer: true });
  fill(fake);
  await expect.element(screen.getByRole("link", { name: "link" })).toBeVisible();
  expect(matchMedia("(pointer: coarse)").matches).toBe(true);
  const small = controls(screen.container)
    // A radio button or check box is pressed by its row.
    .filter((each) => !each.matches("[data-slot='oc-choice'] > input"))
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
    .map(({ each, box }) => `${each.dataset["slot"] ?? each.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`);
  expect(small).toEqual([]);
});

/** As wide as a page that is zoomed to 400 %: nothing is cut, and the page does not scroll sideways. */
test("nothing is lost at 320 pixels", async () => {
  await page.viewport(320, 640);
  const { fake, screen } = await open(createFakeClient(), { composer: true });
  fill(fake);
  await expect.element(screen.getByRole("link", { name: "link" })).toBeVisible();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
  const outside = controls(screen.container)
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => box.left < 0 || box.right > 320.5)
    .map(({ each }) => each.outerHTML.slice(0, 120));
  expect(outside).toEqual([]);
  const scroller = screen.getByRole("log").element();
  expect(scroller.scrollWidth).toBeLessThanOrEqual(scroller.clientWidth);
});

test("in forced colours each button keeps an edge and the status its word", async () => {
  await cdp().send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  const { fake, screen } = await open();
  fill(fake);
  await expect.element(screen.getByRole("button", { name: "Allow once" })).toBeVisible();
  expect(matchMedia("(forced-colors: active)").matches).toBe(true);
  for (const button of screen.container.querySelectorAll("[data-slot='oc-button'], [data-slot='oc-stop-button']")) {
    const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(button);
    expect(borderTopStyle).toBe("solid");
    expect(Number.parseFloat(borderTopWidth)).toBeGreaterThanOrEqual(1);
    expect(borderTopColor).not.toBe(backgroundColor);
  }
});
