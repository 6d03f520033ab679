import type { Artifact } from "@opencode-kit/react";
import { ArtifactButton } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent } from "storybook/test";
import { doneRun, liveRun } from "./scripted/recordings.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";

const meta: Meta<typeof ArtifactButton> = { title: "ArtifactButton", component: ArtifactButton };
export default meta;

type Story = StoryObj<typeof ArtifactButton>;

function bound(recording: typeof doneRun): Story {
  return {
    render: () => (
      <Replay recording={recording}>
        <ArtifactButton runId={RUN_ID} />
      </Replay>
    ),
  };
}

const never: Artifact["getLink"] = () => new Promise(() => undefined);

export const Waiting = bound(liveRun);
export const Ready = bound(doneRun);
export const Downloading: Story = {
  render: () => <ArtifactButton artifact={{ filename: "report.csv", size: 1834, getLink: never }} />,
  play: async ({ canvas }) => userEvent.click(canvas.getByRole("button")),
};
export const Failed: Story = {
  render: () => (
    <ArtifactButton
      artifact={{
        filename: "report.csv",
        getLink: () => Promise.reject(new Error("The file is gone. Ask the agent for it again.")),
      }}
    />
  ),
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole("button"));
    await expect(await canvas.findByRole("alert")).toHaveTextContent("The file is gone");
  },
};

function Row({ name, isReady = true }: { readonly name: string; readonly isReady?: boolean }): ReactNode {
  return (
    <div>
      <ArtifactButton artifact={{ filename: name, size: 48_210, isReady, getLink: never }} />
    </div>
  );
}

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <Row name="report.csv" isReady={false} />
          <Row name="report.csv" />
          <Row name={`${"a-very-long-name-".repeat(8)}.csv`} />
        </>
      )}
    </BothThemes>
  ),
};
