import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, waitFor } from "storybook/test";
import { Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";
import { everyTool, everyToolState } from "./scripted/toolCards.ts";

/** What each of the agent's tools did, in one line and opened. */
const meta: Meta = { title: "ToolCards" };
export default meta;

type Story = StoryObj;

function story(recording: () => Recording, height?: number): Story {
  return {
    render: () => (
      <div className="stage" style={height === undefined ? undefined : { height }}>
        <Replay recording={recording}>
          <OpenCodeRun aria-label="Agent run" runId={RUN_ID} />
        </Replay>
      </div>
    ),
  };
}

export const Closed: Story = story(everyTool);

export const Open: Story = {
  ...story(everyTool, 4200),
  play: async ({ canvasElement }) => {
    const closed = "[data-slot='oc-tool-trigger'][aria-expanded='false']";
    await waitFor(async () => {
      await expect(canvasElement.querySelector("[data-slot='oc-tool-trigger']")).not.toBeNull();
      for (const line of canvasElement.querySelectorAll<HTMLElement>(closed)) line.click();
      await expect(canvasElement.querySelector(closed)).toBeNull();
    });
  },
};

export const States: Story = story(everyToolState);
