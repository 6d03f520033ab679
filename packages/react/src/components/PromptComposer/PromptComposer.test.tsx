import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { PromptComposer } from "./PromptComposer.tsx";

test("Enter sends and clears, Shift+Enter starts a line", async () => {
  const onSubmit = vi.fn<(prompt: string) => Promise<void>>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} />);
  const field = screen.getByRole("textbox");
  await field.click();
  await userEvent.keyboard("one{Shift>}{Enter}{/Shift}two{Enter}");
  expect(onSubmit.mock.calls).toEqual([["one\ntwo"]]);
  await expect.element(field).toHaveValue("");
});

test("a refused text stays, with the reason", async () => {
  const screen = await render(<PromptComposer onSubmit={() => Promise.reject(new Error("Busy."))} />);
  await screen.getByRole("textbox").fill("Do it");
  await screen.getByRole("button", { name: "Send" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. Busy.");
  await expect.element(screen.getByRole("textbox")).toHaveValue("Do it");
});

test("Enter that ends a composition does not send", async () => {
  const onSubmit = vi.fn<(prompt: string) => Promise<void>>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} defaultValue="日本" />);
  const field = screen.getByRole("textbox").element();
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true }));
  expect(onSubmit).not.toHaveBeenCalled();
});

test("a reason keeps the text from being sent", async () => {
  const onSubmit = vi.fn<(prompt: string) => Promise<void>>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} disabledReason="The agent is at work." />);
  await screen.getByRole("textbox").fill("Do it");
  await userEvent.keyboard("{Enter}");
  expect(onSubmit).not.toHaveBeenCalled();
  await expect.element(screen.getByText("The agent is at work.")).toBeVisible();
});
