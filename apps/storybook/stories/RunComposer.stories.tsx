import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun, RunComposer } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent } from "storybook/test";
import { doneRun } from "./scripted/recordings.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";
import { hostileQueueRun, queueRun, steeringAnswers } from "./scripted/steering.ts";

const meta: Meta<typeof RunComposer> = { title: "RunComposer", component: RunComposer };
export default meta;

type Story = StoryObj<typeof RunComposer>;

function Shown({ recording }: { readonly recording: () => Recording }): ReactNode {
  return (
    <Replay recording={recording} answers={steeringAnswers}>
      <RunComposer runId={RUN_ID} />
    </Replay>
  );
}

function Whole({ recording, label }: { readonly recording: () => Recording; readonly label: string }): ReactNode {
  return (
    <div className="stage">
      <Replay recording={recording} answers={steeringAnswers}>
        <OpenCodeRun runId={RUN_ID} composer aria-label={label} />
      </Replay>
    </div>
  );
}

const idle = (): Recording => doneRun();
const busy = (): Recording => queueRun([]);
const watched = (): Recording => queueRun(undefined, false, { role: "viewer" });

export const Idle: Story = { render: () => <Shown recording={idle} /> };
export const Busy: Story = { render: () => <Shown recording={busy} /> };
export const WithQueue: Story = { render: () => <Shown recording={() => queueRun()} /> };
export const AsViewer: Story = { render: () => <Shown recording={watched} /> };
export const Hostile: Story = { render: () => <Shown recording={hostileQueueRun} /> };
export const InARun: Story = { render: () => <Whole recording={() => queueRun()} label="Agent run" /> };

export const Sent: Story = {
  render: () => <Shown recording={busy} />,
  play: async ({ canvas }) => {
    const field = await canvas.findByRole("textbox", { name: "Message to the agent" });
    await userEvent.type(field, "And a table of contents");
    await userEvent.click(canvas.getByRole("button", { name: "Queue" }));
    await expect(field).toHaveValue("And a table of contents");
    await expect(await canvas.findByRole("button", { name: "Queue" })).toBeDisabled();
  },
};

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <>
          <Whole recording={() => queueRun()} label={`Queue, ${theme}`} />
          <Shown recording={idle} />
          <Shown recording={watched} />
        </>
      )}
    </BothThemes>
  ),
};
