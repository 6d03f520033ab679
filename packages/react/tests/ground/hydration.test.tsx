import type { OpenCodeClient } from "@opencode-kit/client";
import type { ReactNode } from "react";
import { StrictMode } from "react";
import type { Root } from "react-dom/client";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { OpenCodeProvider, OpenCodeRun } from "../../src/index.ts";
import { createFakeClient, RUN_ID, text } from "../FakeClient.ts";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

let cleanUp: (() => void) | undefined;
afterEach(() => cleanUp?.());

/** React 18 complains of layout effects, because here is a page; what a server would hear is tested in Node. */
function asServer<T>(action: () => T): T {
  const heard = vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    return action();
  } finally {
    heard.mockReset();
  }
}

/** Takes over what a server has rendered of `served`. */
function hydrate(served: ReactNode, node: ReactNode): { readonly host: HTMLElement; readonly complaints: unknown[] } {
  const host = document.createElement("div");
  host.innerHTML = asServer(() => renderToString(served));
  document.body.append(host);
  const complaints: unknown[] = [];
  const root: Root = hydrateRoot(host, node, { onRecoverableError: (error) => complaints.push(error) });
  cleanUp = () => {
    root.unmount();
    host.remove();
  };
  return { host, complaints };
}

/** The parsers are loaded on first use. */
const LOADING = { timeout: 10_000 };

/** Until what waits for the browser is there: effects have run, and the parsers were loaded. */
async function settled(host: HTMLElement): Promise<void> {
  await expect.poll(() => host.querySelector("[data-slot='oc-markdown'] h3"), LOADING).not.toBeNull();
  await expect.poll(() => host.querySelector("[data-slot='oc-patch-line']"), LOADING).not.toBeNull();
}

test.each([
  ["as it is", (node: ReactNode) => node],
  ["in StrictMode", (node: ReactNode) => <StrictMode>{node}</StrictMode>],
])("hydration takes the server's page over %s, without a mismatch", async (_how, wrap) => {
  const fake = createScene();
  const { host, complaints } = hydrate(wrap(<Scene fake={createScene()} />), wrap(<Scene fake={fake} />));
  const served = [
    ...host.querySelectorAll("[data-slot='oc-run'], [data-slot='oc-file-tree-item'], [data-slot='oc-prompt']"),
  ];
  expect(served.length).toBeGreaterThan(8);
  await settled(host);
  expect(complaints).toEqual([]);
  // Taken over, and not made again.
  expect(served.filter((element) => !element.isConnected)).toEqual([]);

  fake.emits(text("prt_9", "msg_2", "What comes later."));
  await expect.element(page.getByText("What comes later.")).toBeVisible();
  await page.getByRole("button", { name: "Collapse all" }).click();
  await expect.poll(() => host.querySelector("[data-slot='oc-diff-item']")?.getAttribute("data-state")).toBe("closed");
});

test("a page that was rendered before the room answered is taken over", async () => {
  const node = (
    <OpenCodeProvider host="localhost:1" room="nobody">
      <OpenCodeRun runId={RUN_ID} composer />
    </OpenCodeProvider>
  );
  const { host, complaints } = hydrate(node, node);
  const skeleton = host.querySelector("[data-slot='oc-skeleton']");
  await expect.poll(() => host.querySelector("[data-slot='oc-connection']")).not.toBeNull();
  expect(complaints).toEqual([]);
  expect(skeleton?.isConnected).toBe(true);
});

test("what the room has said before the page is taken over comes after it", async () => {
  const first = createFakeClient().client;
  const fake = createFakeClient();
  fake.emits({ type: "run.patch", patch: { title: "Known by now", createdAt: 1 } });
  const run = { ...fake.client.run(RUN_ID), getInitial: first.run(RUN_ID).get };
  const client = { ...fake.client, run: () => run };
  const show = (of: OpenCodeClient): ReactNode => (
    <OpenCodeProvider client={of}>
      <OpenCodeRun runId={RUN_ID} />
    </OpenCodeProvider>
  );
  const { host, complaints } = hydrate(show(first), show(client));
  expect(host.textContent).not.toContain("Known by now");
  await expect.element(page.getByText("Known by now")).toBeVisible();
  expect(complaints).toEqual([]);
});
