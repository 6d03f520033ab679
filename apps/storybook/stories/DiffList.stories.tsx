import type { Command, FileDiff } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { DiffList } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent } from "storybook/test";
import { DIFFS, FIX_DIFF } from "./scripted/patches.ts";
import { doneRun, hostileRun, liveRun, startingRun } from "./scripted/recordings.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID, Script } from "./scripted/Script.ts";

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

const NO_LINES = { additions: 0, deletions: 0, patch: "" };
const OMITTED = { ...FIX_DIFF, patch: "", isPatchOmitted: true } as const;

function omittedRun(): ReturnType<Script["recording"]> {
  const script = new Script();
  for (const path of ["src/slugify.ts", "src/unknown.ts"]) {
    script.events({ type: "diff.set", diff: { ...OMITTED, path } });
  }
  return script.recording();
}

function answerDiff(command: Command): unknown {
  if (command.name === "getDiff" && command.path === FIX_DIFF.path) return { diff: FIX_DIFF };
  throw new OpenCodeKitError("not_found", "OpenCode does not know what src/unknown.ts was before.");
}

/** Left out of the run's state, and fetched when the file is opened; one that nobody knows; one without a room. */
export const OmittedPatch: Story = {
  render: () => (
    <Panel>
      <Replay recording={omittedRun} answers={answerDiff}>
        <DiffList runId={RUN_ID} />
      </Replay>
      <DiffList aria-label="Without a room" diffs={[OMITTED]} defaultExpanded={[OMITTED.path]} />
    </Panel>
  ),
  play: async ({ canvas }) => {
    await userEvent.click((await canvas.findAllByRole("button", { name: "Expand all" }))[0] ?? document.body);
    await expect(await canvas.findByText(/const escaped/)).toBeVisible();
    await expect(await canvas.findByText(/does not know what src\/unknown.ts was/)).toBeVisible();
    await expect(canvas.getByText("The patch of this file is not included.")).toBeVisible();
  },
};

/** Files without lines to show. */
export const Binary: Story = {
  render: () => (
    <Panel>
      <DiffList
        diffs={[
          { ...NO_LINES, path: "assets/hero@2x.png", status: "added", isBinary: true },
          { ...NO_LINES, path: "assets/logo.png", status: "modified", isBinary: true },
          { ...NO_LINES, path: "src/strings/index.ts", previousPath: "src/helpers.ts", status: "renamed" },
          { ...NO_LINES, path: "src/empty.ts", status: "added" },
        ]}
        defaultExpanded={["assets/logo.png", "src/strings/index.ts", "src/empty.ts"]}
      />
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
