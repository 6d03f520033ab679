import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun, PromptComposer } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import {
  abortedRun,
  askingRun,
  doneRun,
  editPermissionRun,
  failedRun,
  hostileRun,
  liveRun,
  neverRun,
  retryingRun,
  startingRun,
  waitingRun,
} from "./scripted/recordings.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";

const meta: Meta<typeof OpenCodeRun> = { title: "OpenCodeRun", component: OpenCodeRun };
export default meta;

type Story = StoryObj<typeof OpenCodeRun>;

type StageProps = {
  readonly label?: string;
  readonly recording: () => Recording;
  readonly speed?: number;
  readonly runId?: string | undefined;
};

function Stage({ recording, speed, label = "Agent run", ...props }: StageProps): ReactNode {
  return (
    <div className="stage">
      <Replay recording={recording} {...(speed === undefined ? {} : { speed })}>
        <OpenCodeRun aria-label={label} runId={"runId" in props ? props.runId : RUN_ID} />
      </Replay>
    </div>
  );
}

function story(recording: () => Recording): Story {
  return { render: () => <Stage recording={recording} /> };
}

export const Empty: Story = { render: () => <Stage recording={liveRun} runId={undefined} /> };
export const Loading: Story = { render: () => <Stage recording={neverRun} speed={1} /> };
export const Unknown: Story = { render: () => <Stage recording={liveRun} runId="unknown" /> };
export const Starting = story(startingRun);
export const Live = story(liveRun);
/** The whole run in real time. */
export const Playing: Story = { render: () => <Stage recording={doneRun} speed={1} /> };
export const WaitingForPermission = story(waitingRun);
export const WaitingForAnEdit = story(editPermissionRun);
export const WaitingForAnAnswer = story(askingRun);
export const Retrying = story(retryingRun);
export const Failed = story(failedRun);
export const Stopped = story(abortedRun);
export const Done = story(doneRun);
export const Hostile = story(hostileRun);

export const WithComposer: Story = {
  render: () => (
    <div className="stage" style={{ display: "flex", flexDirection: "column" }}>
      <Replay recording={doneRun}>
        <div style={{ flex: 1, minHeight: 0 }}>
          <OpenCodeRun runId={RUN_ID} />
        </div>
        <PromptComposer onSubmit={async () => undefined} />
      </Replay>
    </div>
  ),
};

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <>
          <Stage label={`Live, ${theme}`} recording={liveRun} />
          <Stage label={`Waiting, ${theme}`} recording={waitingRun} />
          <Stage label={`Done, ${theme}`} recording={doneRun} />
          <Stage label={`Failed, ${theme}`} recording={failedRun} />
        </>
      )}
    </BothThemes>
  ),
};
