import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { createFakeClient } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import type { PromptOptions } from "./PromptComposer.tsx";
import { PromptComposer } from "./PromptComposer.tsx";

type Submit = (prompt: string, options: PromptOptions) => Promise<void>;

test("Enter sends and clears, Shift+Enter starts a line", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} />);
  const field = screen.getByRole("textbox");
  await field.click();
  await userEvent.keyboard("one{Shift>}{Enter}{/Shift}two{Enter}");
  expect(onSubmit.mock.calls).toEqual([["one\ntwo", { whenBusy: "followUp" }]]);
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
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} defaultValue="日本" />);
  const field = screen.getByRole("textbox").element();
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true }));
  expect(onSubmit).not.toHaveBeenCalled();
});

test("a reason keeps the text from being sent", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} disabledReason="The agent is at work." />);
  await screen.getByRole("textbox").fill("Do it");
  await userEvent.keyboard("{Enter}");
  expect(onSubmit).not.toHaveBeenCalled();
  await expect.element(screen.getByText("The agent is at work.")).toBeVisible();
  const send = screen.getByRole("button", { name: "Send" });
  await expect.element(send).toHaveAccessibleDescription("The agent is at work.");
  await expect.element(screen.getByRole("textbox")).toHaveAccessibleDescription("The agent is at work.");
});

test("while the agent works, Enter queues and Control+Enter sends now", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const screen = await render(<PromptComposer isBusy onSubmit={onSubmit} />);
  const field = screen.getByRole("textbox");
  for (const keys of ["{Enter}", "{Control>}{Enter}{/Control}", "{Meta>}{Enter}{/Meta}"]) {
    await field.fill("Do it");
    await field.click();
    await userEvent.keyboard(keys);
    await expect.element(field).toHaveValue("");
  }
  expect(onSubmit.mock.calls.map(([, { whenBusy }]) => whenBusy)).toEqual(["followUp", "steer", "steer"]);
});

test("both ways are buttons too, and neither is there for an agent that is idle", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const screen = await render(<PromptComposer isBusy onSubmit={onSubmit} />);
  await expect.element(screen.getByRole("button", { name: "Queue" })).toBeDisabled();
  await screen.getByRole("textbox").fill("one");
  await screen.getByRole("button", { name: "Send now" }).click();
  await screen.getByRole("textbox").fill("two");
  await screen.getByRole("button", { name: "Queue" }).click();
  expect(onSubmit.mock.calls).toEqual([
    ["one", { whenBusy: "steer" }],
    ["two", { whenBusy: "followUp" }],
  ]);
  await screen.rerender(<PromptComposer onSubmit={onSubmit} />);
  expect(screen.getByRole("button", { name: "Send now" }).query()).toBeNull();
  await expect.element(screen.getByRole("button", { name: "Send" })).toBeVisible();
});

test("a prompt that is longer than the room takes is not sent, and says so", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const screen = await render(<PromptComposer onSubmit={onSubmit} defaultValue={"x".repeat(200_001)} />);
  await expect.element(screen.getByText("Too long: a prompt has at most 200k characters.")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "Send" })).toBeDisabled();
});

test("models and agents can be chosen where there are several, and go with the prompt", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const fake = createFakeClient({
    listModels: () =>
      Promise.resolve([
        { id: "a/one", name: "One", provider: "a" },
        { id: "b/one", name: "One", provider: "b" },
        { id: "b/two", name: "<b>Two</b>", provider: "b" },
      ]),
    listAgents: () => Promise.resolve([{ name: "build" }]),
  });
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <PromptComposer choices onSubmit={onSubmit} defaultValue="Do it" />
    </OpenCodeProvider>,
  );
  const model = screen.getByRole("combobox", { name: "Model" });
  await expect.element(model.getByRole("option", { name: "One (b)" })).toBeInTheDocument();
  await model.selectOptions("b/two");
  expect(screen.getByRole("combobox", { name: "Agent" }).query()).toBeNull();
  await screen.getByRole("button", { name: "Send" }).click();
  expect(onSubmit.mock.calls).toEqual([["Do it", { whenBusy: "followUp", model: "b/two" }]]);
});

test("a host may start, own and watch the choice of model and agent", async () => {
  const fake = createFakeClient({
    listModels: async () => [
      { id: "a/one", name: "One", provider: "a" },
      { id: "b/two", name: "Two", provider: "b" },
    ],
    listAgents: async () => [{ name: "build" }, { name: "plan" }],
  });
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const onModelChange = vi.fn<(model: string | null) => void>();
  const onAgentChange = vi.fn<(agent: string | null) => void>();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <PromptComposer
        choices
        onSubmit={onSubmit}
        defaultValue="Do it"
        model="a/one"
        onModelChange={onModelChange}
        defaultAgent="plan"
        onAgentChange={onAgentChange}
      />
    </OpenCodeProvider>,
  );
  const model = screen.getByRole("combobox", { name: "Model" });
  const agent = screen.getByRole("combobox", { name: "Agent" });
  await expect.element(model).toHaveValue("a/one");
  await expect.element(agent).toHaveValue("plan");
  await model.selectOptions("b/two");
  await agent.selectOptions("");
  expect(onModelChange.mock.calls).toEqual([["b/two"]]);
  expect(onAgentChange.mock.calls).toEqual([[null]]);
  await screen.getByRole("button", { name: "Send" }).click();
  expect(onSubmit.mock.calls).toEqual([["Do it", { whenBusy: "followUp", model: "a/one" }]]);
});

test("a room that does not tell its models has a composer all the same", async () => {
  const fake = createFakeClient({ listModels: () => Promise.reject(new Error("Away.")) });
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <PromptComposer choices onSubmit={() => Promise.resolve()} />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByRole("textbox")).toBeVisible();
  expect(screen.getByRole("combobox").query()).toBeNull();
  expect(screen.getByRole("alert").query()).toBeNull();
});
