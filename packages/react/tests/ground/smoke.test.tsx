import { StrictMode, version } from "react";
import { expect, inject, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { text } from "../FakeClient.ts";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

test("the React that runs is the one that these tests are for", () => {
  expect(version.split(".")[0]).toBe(inject("reactMajor"));
});

test("a page with the whole kit renders in StrictMode, follows the run, takes commands and goes", async () => {
  const fake = createScene();
  const screen = await render(<Scene fake={fake} />, { wrapper: StrictMode });
  await expect.element(page.getByRole("heading", { name: "Done" })).toBeVisible();

  fake.emits(text("prt_9", "msg_2", "More of"), { type: "part.append", id: "prt_9", text: " the answer." });
  await expect.element(page.getByText("More of the answer.")).toBeVisible();

  await page.getByRole("button", { name: "Stop" }).first().click();
  expect(fake.calls.map(([name]) => name)).toContain("stop");

  await userEvent.fill(page.getByRole("textbox", { name: "Message to the agent" }).first(), "And now?");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => fake.calls.map(([name]) => name)).toContain("submit");

  await screen.unmount();
  expect(screen.container.innerHTML).toBe("");
  fake.emits({ type: "run.patch", patch: { status: "complete" } });
});
