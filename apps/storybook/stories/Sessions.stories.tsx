import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun, PresenceBar, RoomUsage, SessionList } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent, waitFor } from "storybook/test";
import type { Answers } from "./scripted/Answers.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import type { Viewer } from "./scripted/Script.ts";
import { ROOT, RUN_ID, Script } from "./scripted/Script.ts";
import { HOSTILE, revertedRun, steeringAnswers, watchedRoom, wholeRunReverted } from "./scripted/steering.ts";

const meta: Meta = { title: "Sessions" };
export default meta;

type Story = StoryObj;

function room(viewer: Viewer = {}): Recording {
  const script = new Script({}, Date.now(), viewer);
  return script.listed(RUN_ID).listed("run_b", { sessionId: "ses_b", status: "complete" }).recording();
}

type ListProps = { readonly answers?: Answers; readonly viewer?: Viewer; readonly label?: string };

function List({ answers = steeringAnswers, viewer, label = "Sessions" }: ListProps): ReactNode {
  return (
    <div className="stage" data-size="panel">
      <Replay recording={() => room(viewer)} answers={answers}>
        <SessionList currentSessionId={ROOT} onOpenRun={() => undefined} aria-label={label} />
      </Replay>
    </div>
  );
}

const none: Answers = () => ({ sessions: [] });
const away: Answers = () => {
  throw new Error("The room is away.");
};

/** A hostile, an empty and a right-to-left title among them. */
export const Sessions: Story = { render: () => <List /> };
export const Empty: Story = { render: () => <List answers={none} /> };
export const Failed: Story = { render: () => <List answers={away} /> };
export const AsViewer: Story = { render: () => <List viewer={{ role: "viewer" }} /> };
export const Renaming: Story = {
  render: () => <List />,
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole("button", { name: "Rename" }))[1] ?? document.body);
    await expect(await canvas.findByRole("textbox")).toHaveValue("Fix the separator");
  },
};
export const SessionsLightAndDark: Story = {
  render: () => <BothThemes>{(theme) => <List label={`Sessions, ${theme}`} />}</BothThemes>,
};

function Run({ recording, label = "Agent run" }: { recording: () => Recording; label?: string }): ReactNode {
  return (
    <div className="stage" style={{ blockSize: 420 }}>
      <Replay recording={recording} answers={steeringAnswers}>
        <OpenCodeRun runId={RUN_ID} aria-label={label} />
      </Replay>
    </div>
  );
}

export const Reverted: Story = { render: () => <Run recording={() => revertedRun()} /> };
export const RevertedShown: Story = {
  render: () => <Run recording={() => revertedRun()} />,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: "Show" }));
    await waitFor(() => expect(canvas.getByText(/Published as/)).toBeVisible());
  },
};
export const RevertedFinally: Story = { render: () => <Run recording={() => revertedRun(true)} /> };
export const RevertedAsViewer: Story = {
  render: () => <Run recording={() => revertedRun(false, { role: "viewer" })} />,
};
export const WholeRunReverted: Story = { render: () => <Run recording={wholeRunReverted} /> };
/** What can be done from a prompt on. */
export const Actions: Story = {
  render: () => <Run recording={() => revertedRun()} />,
  play: async ({ canvas }) => {
    (await canvas.findByRole("button", { name: "Revert to here" })).focus();
  },
};
export const RevertedLightAndDark: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <>
          <Run recording={() => revertedRun()} label={`Reverted, ${theme}`} />
          <Run recording={wholeRunReverted} label={`Whole run reverted, ${theme}`} />
        </>
      )}
    </BothThemes>
  ),
};

const PEOPLE = [
  { id: "ada", name: "Ada Lovelace" },
  { id: "b", name: "Bob" },
  { id: "c", name: "عمر الخيام" },
  { id: "d", name: HOSTILE },
  { id: "e" },
];

function Watched({
  people = PEOPLE,
  count = 7,
}: {
  readonly people?: typeof PEOPLE;
  readonly count?: number;
}): ReactNode {
  return (
    <Replay recording={() => watchedRoom(people, count)}>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 16, alignItems: "center", minHeight: 28 }}>
        <PresenceBar />
        <RoomUsage />
      </div>
    </Replay>
  );
}

export const Alone: Story = { render: () => <Watched people={PEOPLE.slice(0, 1)} count={1} /> };
export const PresenceAndUsage: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <Watched />
          <Watched people={PEOPLE.slice(0, 2)} count={2} />
        </>
      )}
    </BothThemes>
  ),
};
