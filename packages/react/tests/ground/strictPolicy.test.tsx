import { afterEach, expect, test } from "vitest";
import type { StrictPage } from "./strictPage.tsx";

const LOADING = { timeout: 15_000 };

let frame: HTMLIFrameElement | undefined;
afterEach(() => frame?.remove());

/** A page that its server sends with a policy without inline styles, inline scripts and `eval`. */
async function openStrictPage(): Promise<{ readonly page: StrictPage; readonly document: Document }> {
  const script = new URL("./strictPage.tsx", import.meta.url).pathname;
  const style = new URL("../../src/styles/index.css", import.meta.url).pathname;
  frame = document.createElement("iframe");
  frame.width = "1000";
  frame.height = "700";
  frame.src = `/strict.html?${new URLSearchParams({ script, style }).toString()}`;
  document.body.append(frame);
  await expect.poll(() => frame?.contentWindow?.strictPage, LOADING).toBeDefined();
  const { contentWindow: view } = frame;
  if (view?.strictPage === undefined) throw new Error("The page is gone.");
  return { page: view.strictPage, document: view.document };
}

test("under a strict content security policy the whole kit is taken over, shown and opened without a violation", async () => {
  const { page, document: strict } = await openStrictPage();
  const find = (slot: string): HTMLElement | null => strict.querySelector(`[data-slot='${slot}']`);
  await expect.poll(() => strict.querySelector("[data-slot='oc-markdown'] h3"), LOADING).not.toBeNull();
  await expect.poll(() => find("oc-patch-line"), LOADING).not.toBeNull();
  // A worker of the page's own has coloured the code.
  await expect.poll(() => find("oc-token"), LOADING).not.toBeNull();
  for (const closed of strict.querySelectorAll<HTMLElement>("button[aria-expanded='false']")) closed.click();
  await expect.poll(() => strict.querySelectorAll("button[aria-expanded='false']").length).toBe(0);

  // What React sets is allowed, and the stylesheet is there.
  await expect.poll(() => find("oc-budget-fill")?.style.inlineSize).toBe("90%");
  expect(find("oc-ansi")?.style.color).toBe("var(--_oc-ansi-red)");
  expect(getComputedStyle(find("oc-tool-trigger") ?? strict.body).display).toBe("flex");
  expect(page.violations).toEqual([]);
  expect(page.complaints).toEqual([]);
});

test("the strict page reports what its policy forbids", async () => {
  const { page, document: strict } = await openStrictPage();
  const host = strict.createElement("div");
  host.innerHTML = '<p style="color: red">styled</p>';
  await expect.poll(() => page.violations).toEqual([expect.stringContaining("style-src-attr: inline")]);
});
