import type { FileDiff } from "@opencode-kit/client/protocol";
import { DiffList } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { DIFFS, FIX_DIFF } from "./scripted/patches.ts";
import { doneRun, hostileRun, liveRun, startingRun } from "./scripted/recordings.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";

const meta: Meta<typeof DiffList> = { title: "DiffList", component: DiffList };
export default meta;

type Story = StoryObj<typeof DiffList>;

function Panel({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="stage" data-size="panel">
      {children}
    </div>
  );
}

function bound(recording: typeof doneRun): Story {
  return {
    render: () => (
      <Panel>
        <Replay recording={recording}>
          <DiffList runId={RUN_ID} />
        </Replay>
      </Panel>
    ),
  };
}

const LARGE: FileDiff = {
  path: "data/large.txt",
  status: "modified",
  additions: 2000,
  deletions: 0,
  patch: `--- a/data/large.txt\n+++ b/data/large.txt\n@@ -0,0 +1,2000 @@\n${Array.from({ length: 2000 }, (_, at) => `+line ${at + 1}`).join("\n")}\n`,
};

export const Empty = bound(startingRun);
export const Live = bound(liveRun);
export const Done = bound(doneRun);
export const Hostile = bound(hostileRun);

export const Open: Story = {
  render: () => (
    <Panel>
      <DiffList
        diffs={[DIFFS[0], FIX_DIFF].filter((diff) => diff !== undefined)}
        defaultExpanded={["README.md", "src/slugify.ts"]}
      />
    </Panel>
  ),
};

export const Large: Story = {
  render: () => (
    <Panel>
      <DiffList diffs={[LARGE]} defaultExpanded={[LARGE.path]} />
    </Panel>
  ),
};

export const NotAPatch: Story = {
  render: () => (
    <Panel>
      <DiffList
        diffs={[{ ...LARGE, patch: "@@ nothing that a parser knows\n<b>x</b>" }]}
        defaultExpanded={[LARGE.path]}
      />
    </Panel>
  ),
};

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {(theme) => (
        <>
          <DiffList aria-label={`No changes, ${theme}`} diffs={[]} />
          <DiffList
            aria-label={`Changes, ${theme}`}
            diffs={[...DIFFS.slice(0, 3), FIX_DIFF]}
            defaultExpanded={["src/slugify.ts", "README.md"]}
          />
        </>
      )}
    </BothThemes>
  ),
};
