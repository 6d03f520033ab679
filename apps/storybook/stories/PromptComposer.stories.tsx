import { PromptComposer } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent } from "storybook/test";
import { BothThemes } from "./scripted/Replay.tsx";

const meta: Meta<typeof PromptComposer> = { title: "PromptComposer", component: PromptComposer };
export default meta;

type Story = StoryObj<typeof PromptComposer>;

const accept = async (): Promise<void> => undefined;
const refuse = (): Promise<never> => Promise.reject(new Error("The room is busy with another run."));

export const Empty: Story = { render: () => <PromptComposer onSubmit={accept} /> };
export const Sending: Story = {
  render: () => <PromptComposer onSubmit={() => new Promise(() => undefined)} defaultValue="Build a slugify library" />,
  play: async ({ canvas }) => userEvent.type(canvas.getByRole("textbox"), "{Enter}"),
};
export const Failed: Story = {
  render: () => <PromptComposer onSubmit={refuse} defaultValue="Build a slugify library" />,
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole("textbox"), "{Enter}");
    await expect(await canvas.findByRole("alert")).toHaveTextContent("busy");
    await expect(canvas.getByRole("textbox")).toHaveValue("Build a slugify library");
  },
};
export const Disabled: Story = {
  render: () => (
    <PromptComposer onSubmit={accept} disabledReason="The agent is at work. Stop it, or wait for its end." />
  ),
};
export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <PromptComposer onSubmit={accept} />
          <PromptComposer
            onSubmit={accept}
            defaultValue={"Build a slugify library with a test.\nThen write the results to report.csv."}
          />
          <PromptComposer onSubmit={accept} disabledReason="The agent is at work." />
        </>
      )}
    </BothThemes>
  ),
};
