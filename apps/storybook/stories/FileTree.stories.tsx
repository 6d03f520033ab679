import { FileTree } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { doneRun, hostileRun, liveRun, startingRun } from "./scripted/recordings.ts";
import { DIFFS } from "./scripted/patches.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";

const meta: Meta<typeof FileTree> = { title: "FileTree", component: FileTree };
export default meta;

type Story = StoryObj<typeof FileTree>;

function bound(recording: typeof doneRun, speed?: number): Story {
  return {
    render: () => (
      <div className="stage" data-size="panel">
        <Replay recording={recording} {...(speed === undefined ? {} : { speed })}>
          <FileTree runId={RUN_ID} />
        </Replay>
      </div>
    ),
  };
}

const PATHS = [
  "README.md",
  "package.json",
  "docs/usage.md",
  "src/slugify.ts",
  "src/slugify.test.ts",
  "src/strings/index.ts",
  "src/strings/pad10.ts",
  "src/strings/pad9.ts",
];
const FILES = PATHS.map((path) => ({ path, kind: "file" as const, size: 120 }));

export const Empty = bound(startingRun);
export const Live = bound(liveRun);
export const Done = bound(doneRun);
/** In real time: changed files pulse. */
export const Playing = bound(doneRun, 1);
export const Hostile = bound(hostileRun);
export const Truncated: Story = {
  render: () => (
    <div className="stage" data-size="panel">
      <FileTree files={FILES} truncated defaultExpanded={["src"]} defaultSelectedPath="src/slugify.ts" />
    </div>
  ),
};
export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <FileTree files={[]} />
          <FileTree files={FILES} diffs={DIFFS} defaultSelectedPath="src/slugify.ts" />
        </>
      )}
    </BothThemes>
  ),
};
