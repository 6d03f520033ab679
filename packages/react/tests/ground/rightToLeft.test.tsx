import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { render } from "vitest-browser-react";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

afterEach(() => document.documentElement.removeAttribute("dir"));

async function open(dir: "ltr" | "rtl"): Promise<HTMLElement> {
  document.documentElement.dir = dir;
  const { container } = await render(<Scene fake={createScene()} />);
  await expect.element(page.getByRole("heading", { name: "Done" })).toBeVisible();
  await expect.poll(() => container.querySelector("[data-slot='oc-patch-line']"), { timeout: 10_000 }).not.toBeNull();
  return container;
}

function box(container: Element, selector: string): DOMRect {
  const element = container.querySelector(selector);
  if (element === null) throw new Error(`There is no ${selector}.`);
  return element.getBoundingClientRect();
}

/** Slots, and what comes before them where people read from left to right. */
const NEIGHBOURS = [
  ["[data-slot='oc-run-header'] [data-slot='oc-status']", "[data-slot='oc-stop-button']"],
  ["[data-slot='oc-tool-name']", "[data-slot='oc-tool-meta']"],
  ["[data-slot='oc-file-tree-chevron']", "[data-slot='oc-file-tree-name']"],
  ["[data-slot='oc-process-trigger'] [data-slot='oc-row-icon']", "[data-slot='oc-process-status']"],
  ["[data-slot='oc-diff-trigger'] [data-slot='oc-row-icon']", "[data-slot='oc-diff-trigger'] [data-slot='oc-counts']"],
] as const;

test("from right to left the layout is mirrored", async () => {
  for (const dir of ["ltr", "rtl"] as const) {
    const container = await open(dir);
    for (const [first, second] of NEIGHBOURS) {
      const isBefore = box(container, first).left < box(container, second).left;
      expect([dir, first, isBefore]).toEqual([dir, first, dir === "ltr"]);
    }
    const deep = box(container, "[data-path='src/deep/b.ts'] [data-slot='oc-file-tree-name']");
    const shallow = box(container, "[role='treeitem'][data-path='src'] [data-slot='oc-file-tree-name']");
    expect(dir === "ltr" ? deep.left > shallow.left : deep.right < shallow.right).toBe(true);
    document.body.replaceChildren();
  }
});

test("from right to left, code, paths, commands, patches and counts still read from left to right", async () => {
  const container = await open("rtl");
  const machine = [
    "[data-slot='oc-markdown'] pre",
    "[data-slot='oc-file-path']",
    "[data-slot='oc-file-tree-name']",
    "[data-slot='oc-process-command']",
    "[data-slot='oc-patch']",
    "[data-slot='oc-output-scroller']",
    "[data-slot='oc-count-added']",
    "[data-slot='oc-count-removed']",
  ];
  const directions = machine.map((selector) => {
    const element = container.querySelector(selector);
    return [selector, element === null ? "absent" : getComputedStyle(element).direction];
  });
  expect(directions).toEqual(machine.map((selector) => [selector, "ltr"]));
});

test("from right to left nothing is wider than its page", async () => {
  const container = await open("rtl");
  const pageWidth = document.documentElement.clientWidth;
  const roots = [...container.querySelectorAll("[data-oc-root]")].map((root) => root.getBoundingClientRect());
  expect(roots.filter(({ left, right }) => left < 0 || right > pageWidth)).toEqual([]);
});
