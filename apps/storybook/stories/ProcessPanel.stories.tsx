import { ProcessPanel } from "@opencode-kit/react";
import type { ProcessInfo } from "@opencode-kit/client/protocol";
import { windowOf } from "@opencode-kit/client/state";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent, waitFor } from "storybook/test";
import { abortedRun, doneRun, liveRun, startingRun } from "./scripted/recordings.ts";
import { loudRun } from "./scripted/lateRuns.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";

const meta: Meta<typeof ProcessPanel> = { title: "ProcessPanel", component: ProcessPanel };
export default meta;

type Story = StoryObj<typeof ProcessPanel>;

function bound(recording: typeof doneRun): Story {
  return {
    render: () => (
      <div className="stage" data-size="panel">
        <Replay recording={recording}>
          <ProcessPanel runId={RUN_ID} />
        </Replay>
      </div>
    ),
  };
}

const at = Date.now();

const PROCESSES: readonly ProcessInfo[] = [
  {
    source: "tool",
    id: "1",
    command: "npm install",
    status: "exited",
    exitCode: 0,
    output: windowOf("added 12 packages in 2s\n"),
    startedAt: at - 9000,
    endedAt: at - 6800,
  },
  {
    source: "tool",
    id: "2",
    command: "npm run lint -- --max-warnings 0 src/components src/hooks src/lib",
    status: "exited",
    exitCode: 2,
    output: windowOf("src/a.ts 3:1 error\n"),
    startedAt: at - 6000,
    endedAt: at - 5400,
  },
  {
    source: "tool",
    id: "3",
    command: "npm run dev",
    cwd: "apps/web",
    description: "Start the dev server",
    status: "killed",
    output: windowOf("ready on 5173\n"),
    startedAt: at - 5000,
    endedAt: at - 1000,
  },
  {
    source: "tool",
    id: "4",
    command: "npm test",
    status: "running",
    output: windowOf("\u001b[32m✔\u001b[39m slugify \u001b[2m(4ms)\u001b[22m\n\u001b[33m…\u001b[39m truncate\n"),
    startedAt: at - 2000,
  },
];

const LONG: ProcessInfo = {
  source: "tool",
  id: "5",
  command: "yes | head -c 200000",
  status: "exited",
  exitCode: 0,
  output: windowOf(Array.from({ length: 8000 }, (_, line) => `line ${line} of a long output\n`).join("")),
  startedAt: at - 2000,
  endedAt: at - 900,
};

export const Empty = bound(startingRun);
export const Live = bound(liveRun);
export const Done = bound(doneRun);
export const Killed = bound(abortedRun);
/** What its window leaves out is fetched and shown in its place. */
export const CutOutput: Story = {
  render: () => {
    const { recording, answers } = loudRun();
    return (
      <div className="stage" data-size="panel">
        <Replay recording={() => recording} answers={answers}>
          <ProcessPanel runId={RUN_ID} />
        </Replay>
      </div>
    );
  },
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(await canvas.findByRole("button", { name: /^Show all/ }));
    await waitFor(() => expect(canvasElement).toHaveTextContent(/request 2600 served/));
    // By its attribute: to look for roles among 10,000 coloured words takes seconds.
    await expect(canvasElement.querySelector("[data-shows-more]")).toBeNull();
  },
};

export const LongOutput: Story = {
  render: () => (
    <div className="stage" data-size="panel">
      <ProcessPanel processes={[LONG]} />
    </div>
  ),
};
export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <>
          <ProcessPanel aria-label={`No commands, ${theme}`} processes={[]} />
          <ProcessPanel aria-label={`Commands, ${theme}`} processes={PROCESSES} defaultExpanded={["3", "4"]} />
        </>
      )}
    </BothThemes>
  ),
};
