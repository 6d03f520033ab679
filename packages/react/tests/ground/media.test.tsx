import { afterEach, expect, test } from "vitest";
import { cdp, page } from "vitest/browser";
import { render } from "vitest-browser-react";
import { OpenCodeProvider, OpenCodeRun } from "../../src/index.ts";
import { RUN_ID } from "../FakeClient.ts";
import { openRun } from "../openRun.tsx";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

async function emulate(media: string, features: Readonly<Record<string, string>> = {}): Promise<void> {
  const list = Object.entries(features).map(([name, value]) => ({ name, value }));
  await cdp().send("Emulation.setEmulatedMedia", { media, features: list });
}

afterEach(async () => {
  window.dispatchEvent(new Event("afterprint"));
  await emulate("");
});

const find = (root: ParentNode, slot: string): HTMLElement => {
  const element = root.querySelector<HTMLElement>(`[data-slot='${slot}']`);
  if (element === null) throw new Error(`There is no ${slot}.`);
  return element;
};

test("on paper a run is whole: nothing scrolls, all cards are open, and what steers it is gone", async () => {
  const fake = createScene();
  const { container } = await openRun(fake);
  await expect.element(page.getByRole("heading", { name: "Done" })).toBeVisible();
  await emulate("print");
  window.dispatchEvent(new Event("beforeprint"));
  const closed = (): (string | undefined)[] =>
    [...container.querySelectorAll<HTMLElement>("[aria-expanded='false']")]
      .filter((element) => element.checkVisibility())
      .map((element) => element.dataset["slot"]);
  await expect.poll(closed).toEqual([]);

  const run = find(container, "oc-run");
  const last = find(container, "oc-dock").getBoundingClientRect();
  expect(run.getBoundingClientRect().height).toBeGreaterThan(400);
  expect(run.getBoundingClientRect().bottom).toBeGreaterThanOrEqual(last.bottom);
  const scrolling = [...container.querySelectorAll<HTMLElement>("[data-oc-root] *")].filter(
    (element) =>
      element.scrollHeight > element.clientHeight + 1 &&
      ["auto", "scroll"].includes(getComputedStyle(element).overflowY) &&
      getComputedStyle(element).display !== "none",
  );
  expect(scrolling.map((element) => element.dataset["slot"] ?? element.tagName)).toEqual([]);
  await expect.element(page.getByText("zwei").first()).toBeVisible();
  for (const hidden of ["Stop", "Allow once", "Copy"]) {
    expect(page.getByRole("button", { name: hidden }).elements()).toEqual([]);
  }
});

test("on paper the composer is gone", async () => {
  await render(<Scene fake={createScene()} />);
  await emulate("print");
  expect(page.getByRole("textbox", { name: "Message to the agent" }).elements()).toEqual([]);
});

test("a reader who wants less motion gets none", async () => {
  await emulate("", { "prefers-reduced-motion": "reduce" });
  const { container } = await render(<Scene fake={createScene()} />);
  const moving = [...container.querySelectorAll("[data-oc-root] *")].filter((element) => {
    const { animationName, animationIterationCount, transitionDuration } = getComputedStyle(element);
    const isEndless = animationName !== "none" && animationIterationCount === "infinite";
    return isEndless || transitionDuration.split(", ").some((each) => Number.parseFloat(each) > 0.01);
  });
  expect(moving).toEqual([]);
});

const colour = (element: Element): string => getComputedStyle(element).backgroundColor;
const LIGHT = "rgb(255, 255, 255)";
const DARK = "rgb(14, 15, 18)";

test("a theme is the page's own, or the nearest that the host names", async () => {
  const screen = await render(
    <OpenCodeProvider client={createScene().client}>
      {(["", "light", "dark"] as const).map((theme) => (
        <div key={theme} data-theme={theme === "" ? undefined : theme}>
          <OpenCodeRun runId={RUN_ID} />
        </div>
      ))}
      <div className="dark">
        <OpenCodeRun runId={RUN_ID} />
      </div>
      <div style={{ colorScheme: "dark" }}>
        <OpenCodeRun runId={RUN_ID} />
      </div>
    </OpenCodeProvider>,
  );
  const shown = (): string[] => [...screen.container.querySelectorAll("[data-slot='oc-run']")].map(colour);
  expect(shown()).toEqual([LIGHT, LIGHT, DARK, DARK, DARK]);
  await emulate("", { "prefers-color-scheme": "dark" });
  expect(shown()[1]).toBe(LIGHT);
  document.documentElement.style.colorScheme = "light dark";
  await expect.poll(() => shown()[0]).toBe(DARK);
  document.documentElement.style.colorScheme = "";
});

test("tokens of the kit win over the names of shadcn, which win over the kit's own colours", async () => {
  const screen = await render(
    <OpenCodeProvider client={createScene().client}>
      <style>{`.shadcn { --background: rgb(1, 2, 3); } .both { --background: rgb(1, 2, 3); --oc-color-bg: rgb(4, 5, 6); }`}</style>
      <div className="shadcn">
        <OpenCodeRun runId={RUN_ID} />
      </div>
      <div className="both">
        <OpenCodeRun runId={RUN_ID} />
      </div>
    </OpenCodeProvider>,
  );
  const shown = [...screen.container.querySelectorAll("[data-slot='oc-run']")].map(colour);
  expect(shown).toEqual(["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
});
