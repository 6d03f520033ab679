import type { PendingRequest } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { OpenCodeProvider, OpenCodeRun } from "../../src/index.ts";
import type { FakeClient } from "../FakeClient.ts";
import { ROOT, RUN_ID, text } from "../FakeClient.ts";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

const GERMAN = { run: "Lauf", stop: "Anhalten", composer: "Nachricht an den Agenten" };

function Two({ first, second }: { readonly first: FakeClient; readonly second: FakeClient }) {
  return (
    <>
      <div data-theme="light" id="first">
        <Scene fake={first} />
      </div>
      <div data-theme="dark" id="second">
        <Scene fake={second} labels={GERMAN} classNames={{ "oc-run": "of-host" }} />
      </div>
    </>
  );
}

async function openTwo(): Promise<{
  readonly fakes: readonly [FakeClient, FakeClient];
  readonly sides: HTMLElement[];
}> {
  const fakes = [createScene(), createScene()] as const;
  const { container } = await render(<Two first={fakes[0]} second={fakes[1]} />);
  await expect.poll(() => container.querySelectorAll("[data-slot='oc-patch-line']").length).toBeGreaterThan(3);
  return { fakes, sides: [...container.querySelectorAll<HTMLElement>("#first, #second")] };
}

test("two instances on a page have no id and no group of choices in common", async () => {
  await openTwo();
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  const references = [...document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")].flatMap(
    (element) =>
      ["aria-labelledby", "aria-describedby", "aria-controls"].flatMap((name) =>
        (element.getAttribute(name) ?? "").split(" ").filter(Boolean),
      ),
  );
  expect(references.filter((id) => document.getElementById(id) === null)).toEqual([]);
  const first = new Set(namesIn("#first"));
  expect(first.size).toBeGreaterThan(0);
  expect(namesIn("#second").filter((name) => first.has(name))).toEqual([]);
});

function namesIn(selector: string): string[] {
  return [...document.querySelectorAll<HTMLInputElement>(`${selector} input[type='radio']`)].map(({ name }) => name);
}

test("two instances keep to their own room, words, classes and theme", async () => {
  const { fakes, sides } = await openTwo();
  const [first, second] = sides;
  if (first === undefined || second === undefined) throw new Error("There are not two.");
  fakes[0].emits(text("prt_9", "msg_2", "Only in the first."));
  expect(first.textContent).toContain("Only in the first.");
  expect(second.textContent).not.toContain("Only in the first.");

  await page.getByRole("region", { name: "Lauf" }).getByRole("button", { name: "Anhalten" }).first().click();
  expect(fakes[1].calls.map(([name]) => name)).toContain("stop");
  expect(fakes[0].calls.map(([name]) => name)).not.toContain("stop");

  expect(document.querySelectorAll(".of-host")).toHaveLength(1);
  const background = (side: Element): string => {
    const run = side.querySelector("[data-slot='oc-run']");
    return run === null ? "" : getComputedStyle(run).backgroundColor;
  };
  expect([background(first), background(second)]).toEqual(["rgb(255, 255, 255)", "rgb(14, 15, 18)"]);
});

function permission(id: string): PendingRequest {
  const base = { id, sessionId: ROOT, kind: "permission" as const, permission: "bash", patterns: [], always: [] };
  return { ...base, metadata: { command: `command ${id}` } };
}

test("one press of the shortcut moves the focus once, from the prompts of one instance on to the other's", async () => {
  const fakes = [createScene(), createScene()] as const;
  const { container } = await render(
    fakes.map((fake, at) => (
      <OpenCodeProvider key={at} client={fake.client}>
        <OpenCodeRun runId={RUN_ID} />
      </OpenCodeProvider>
    )),
  );
  fakes[1].emits({ type: "pending.set", request: permission("last") });
  const prompts = [...container.querySelectorAll("[data-slot='oc-prompt']")];
  expect(prompts).toHaveLength(7);
  const visited: number[] = [];
  let moves = 0;
  container.addEventListener("focusin", () => moves++);
  for (let press = 1; press <= 7; press++) {
    await userEvent.keyboard("{Alt>}p{/Alt}");
    expect(moves).toBe(press);
    visited.push(prompts.findIndex((prompt) => prompt === document.activeElement));
  }
  expect([...visited].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
