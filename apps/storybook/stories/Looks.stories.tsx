import { DiffList, FileTree, OpenCodeRun, ProcessPanel } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { German } from "./scripted/Host.tsx";
import { askingRun, doneRun, failedRun, liveRun, waitingRun } from "./scripted/recordings.ts";
import { Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";

/**
 * The same parts in three looks, with CSS alone: `.storybook/looks`. Also in the toolbar, for every story.
 */
const meta: Meta = { title: "Looks", parameters: { layout: "fullscreen" } };
export default meta;

type Story = StoryObj;

const RUNS = { Live: liveRun, Waiting: waitingRun, Asking: askingRun, Done: doneRun, Failed: failedRun };

function Parts(): ReactNode {
  return (
    <>
      {Object.entries(RUNS).map(([name, recording]) => (
        <div key={name} className="stage">
          <Replay recording={recording}>
            <OpenCodeRun runId={RUN_ID} aria-label={name} />
          </Replay>
        </div>
      ))}
      <div className="stage" data-size="bare">
        <Replay recording={doneRun}>
          <DiffList runId={RUN_ID} />
          <ProcessPanel runId={RUN_ID} />
          <FileTree runId={RUN_ID} />
        </Replay>
      </div>
    </>
  );
}

function look(name: string): Story {
  return {
    render: () => (
      <div className="looks" data-look={name}>
        <Parts />
      </div>
    ),
  };
}

export const TheKitsOwn = look("kit");
export const ShadcnHost = look("shadcn");
export const Terminal = look("terminal");

/** From right to left, in words that a host has given. */
export const RightToLeft: Story = {
  render: () => (
    <div className="looks" data-look="kit" dir="rtl">
      <Parts />
    </div>
  ),
};

export const InGerman: Story = {
  render: () => (
    <div className="looks" data-look="kit" lang="de">
      <German>
        <Parts />
      </German>
    </div>
  ),
};
