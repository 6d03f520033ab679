import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun, PromptComposer } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent, waitFor } from "storybook/test";
import type { Joined } from "./scripted/Answers.ts";
import { cutRun, longRequestRun, longRun, markedRun, picturedRun } from "./scripted/lateRuns.ts";
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

function joined(join: () => Joined): Story {
  return {
    render: () => {
      const { recording, answers } = join();
      return (
        <div className="stage">
          <Replay recording={() => recording} answers={answers}>
            <OpenCodeRun aria-label="Agent run" runId={RUN_ID} />
          </Replay>
        </div>
      );
    },
  };
}

/** A viewer came when much had happened: the newest messages are here, the others a press away. */
export const JoinedLate: Story = {
  ...joined(longRun),
  play: async ({ canvas, step }) => {
    await expect(await canvas.findByText(/all 135 tests pass/)).toBeVisible();
    await step("earlier messages come on demand, until all are here", async () => {
      const log = canvas.getByRole("log");
      for (let page = 0; page < 8 && canvas.queryByText(/^Round 1:/) === null; page++) {
        // Only what is near the reader is on the page.
        log.scrollTop = 0;
        const button = await waitFor(() => canvas.queryByRole("button", { name: "Show earlier messages" }));
        if (button !== null) await userEvent.click(button);
        await waitFor(() => expect(canvas.queryByRole("button", { name: "Loading earlier messages" })).toBeNull());
      }
      log.scrollTop = 0;
      await expect(await canvas.findByText(/^Round 1:/)).toBeInTheDocument();
      await expect(canvas.queryByRole("button", { name: "Show earlier messages" })).toBeNull();
    });
  },
};

/** Texts and calls that a snapshot has cut; one of them cannot be fetched. */
export const Cut: Story = {
  ...joined(cutRun),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: /Write/ }));
    await userEvent.click(canvas.getByRole("button", { name: /some_mcp_tool/ }));
    await expect(await canvas.findByRole("alert")).toHaveTextContent("Not loaded.");
    await expect(await canvas.findByRole("button", { name: /260 lines added/ })).toBeVisible();
  },
};

/** A request that is too long to be sent to everybody. */
export const LongRequest: Story = {
  ...joined(longRequestRun),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByText("Long values are cut here.")).toBeVisible());
    await expect(canvas.getByRole("button", { name: "Show the whole text" })).toBeVisible();
  },
};

/** Retries, a summary, a subtask, and an error of which all is told. */
export const Markers: Story = {
  ...joined(markedRun),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Details" }));
    await waitFor(() => expect(canvas.getByText("HTTP status 401")).toBeVisible());
  },
};

export const Images: Story = {
  ...joined(picturedRun),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Show image" }));
    await expect(await canvas.findByRole("img", { name: "sketch.png" })).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: /Read/ }));
    await expect(await canvas.findByText("image/png · 32 kB")).toBeInTheDocument();
  },
};

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
