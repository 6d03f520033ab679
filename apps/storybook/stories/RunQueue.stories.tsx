import type { Recording } from "@opencode-kit/client/recording";
import { RunQueue } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent } from "storybook/test";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";
import { hostileQueueRun, longQueueRun, queueRun, steeringAnswers } from "./scripted/steering.ts";

const meta: Meta<typeof RunQueue> = { title: "RunQueue", component: RunQueue };
export default meta;

type Story = StoryObj<typeof RunQueue>;

function Shown({ recording, label }: { readonly recording: () => Recording; readonly label?: string }): ReactNode {
  return (
    <div className="stage" data-size="bare">
      <Replay recording={recording} answers={steeringAnswers}>
        <RunQueue runId={RUN_ID} {...(label === undefined ? {} : { id: label })} />
      </Replay>
    </div>
  );
}

const held = (): Recording => queueRun(undefined, true);
const watched = (): Recording => queueRun(undefined, true, { role: "viewer" });

export const Empty: Story = { render: () => <Shown recording={() => queueRun([])} /> };
export const Waiting: Story = { render: () => <Shown recording={() => queueRun()} /> };
export const Held: Story = { render: () => <Shown recording={held} /> };
export const AsViewer: Story = { render: () => <Shown recording={watched} /> };
export const Long: Story = { render: () => <Shown recording={longQueueRun} /> };
export const Hostile: Story = { render: () => <Shown recording={hostileQueueRun} /> };

/** The whole prompt is fetched; the agent has it when it is saved, and what was typed stays. */
export const Editing: Story = {
  render: () => <Shown recording={() => queueRun()} />,
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole("button", { name: "Edit" }))[0] ?? document.body);
    await userEvent.type(await canvas.findByRole("textbox", { name: "Queued prompt" }), " And a table.");
    await userEvent.click(canvas.getByRole("button", { name: "Save" }));
    await expect(await canvas.findByRole("alert")).toHaveTextContent("The agent has it already.");
    await expect(canvas.getByRole("textbox")).toHaveValue(
      "Then write the documentation in docs/usage.md.\nOne example for each option. And a table.",
    );
  },
};

/** One that cannot be taken out now. */
export const Refused: Story = {
  render: () => <Shown recording={() => queueRun()} />,
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole("button", { name: "Cancel" }))[0] ?? document.body);
    await expect(await canvas.findByRole("alert")).toHaveTextContent("The story does not take this.");
  },
};

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <Shown recording={() => queueRun()} />
          <Shown recording={held} />
          <Shown recording={watched} />
        </>
      )}
    </BothThemes>
  ),
};
