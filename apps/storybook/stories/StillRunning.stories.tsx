import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun, ProcessPanel } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent } from "storybook/test";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID, Script } from "./scripted/Script.ts";
import { HOSTILE, leftRun, steeringAnswers } from "./scripted/steering.ts";

const meta: Meta = { title: "StillRunning" };
export default meta;

type Story = StoryObj;

const LEFT = [
  { id: "prt_9", command: "npm run dev -- --port 5173" },
  { id: "pid:4711", command: "python -m http.server 8000" },
];

function Shown({ recording, label = "Agent run" }: { recording: () => Recording; label?: string }): ReactNode {
  return (
    <div className="stage" style={{ blockSize: 380 }}>
      <Replay recording={recording} answers={steeringAnswers}>
        <OpenCodeRun runId={RUN_ID} aria-label={label} />
      </Replay>
    </div>
  );
}

export const NothingLeft: Story = { render: () => <Shown recording={() => leftRun()} /> };
export const One: Story = { render: () => <Shown recording={() => leftRun(LEFT.slice(0, 1))} /> };
export const Several: Story = {
  render: () => <Shown recording={() => leftRun(LEFT)} />,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole("button", { name: /Kill npm/ }));
    await expect(await canvas.findByText("Ended")).toBeVisible();
  },
};
export const AsViewer: Story = { render: () => <Shown recording={() => leftRun(LEFT, { role: "viewer" })} /> };
export const Hostile: Story = {
  render: () => <Shown recording={() => leftRun([{ id: "x", command: HOSTILE }, ...LEFT])} />,
};

function sandbox(): Recording {
  const script = new Script();
  const message = script.message("assistant");
  script.output(script.tool(message, "bash", { command: "npm test -- --watch" }), "watching…\n");
  const base = { status: "running" as const, startedAt: script.now };
  script.room(
    { type: "room.process.set", process: { ...base, id: "pid:7", source: "sandbox", command: "vite --port 5173" } },
    { type: "room.process.set", process: { ...base, id: "pty_1", source: "pty", command: "bash", pid: 12 } },
  );
  return script.recording();
}

/** What runs beside the run's own commands. */
export const InTheSandbox: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <Replay recording={sandbox} answers={steeringAnswers}>
          <ProcessPanel runId={RUN_ID} aria-label={`Commands, ${theme}`} />
        </Replay>
      )}
    </BothThemes>
  ),
};

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <>
          <Shown recording={() => leftRun(LEFT.slice(0, 1))} label={`One, ${theme}`} />
          <Shown recording={() => leftRun(LEFT)} label={`Several, ${theme}`} />
        </>
      )}
    </BothThemes>
  ),
};
