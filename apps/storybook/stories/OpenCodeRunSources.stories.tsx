import type { OpenCodeRunProps } from "@opencode-kit/react";
import { OpenCodeRun } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, fireEvent } from "storybook/test";
import { outputOf } from "./scripted/outputOf.ts";
import { RECORDED } from "./scripted/recorded.ts";
import { liveRun } from "./scripted/recordings.ts";
import { BothThemes, Replay } from "./scripted/Replay.tsx";

/** A run that is given by a tool's output or by a recording. */
const meta: Meta = { title: "OpenCodeRun/Sources" };
export default meta;

type Story = StoryObj;

function recorded(name: string) {
  const found = RECORDED.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no recording ${name}.`);
  return found;
}

function both(props: OpenCodeRunProps): Story {
  return {
    render: () => (
      <BothThemes>
        {(theme): ReactNode => (
          <div className="stage">
            <OpenCodeRun aria-label={`Agent run, ${theme}`} {...props} />
          </div>
        )}
      </BothThemes>
    ),
  };
}

/** What a chat's history has kept: no server, no provider. */
export const Snapshot = both({ output: outputOf(recorded("library")) });
/** What waited for a person when the snapshot was taken cannot be answered here. */
export const SnapshotThatWaits = both({
  output: outputOf(recorded("permission"), ({ pending }) => pending.length > 0),
  composer: true,
});
export const SnapshotThatFailed = both({ output: outputOf(recorded("provider-error")) });
export const NoOutputYet = both({ output: undefined });

export const Recorded: Story = {
  ...both({ recording: recorded("library").recording, autoPlay: false }),
  play: async ({ canvas }) => {
    const [bar] = await canvas.findAllByRole<HTMLInputElement>("slider", { name: "Position in the recording" });
    if (bar === undefined) throw new Error("The recording has no bar.");
    await fireEvent.change(bar, { target: { value: bar.max } });
    await expect(await canvas.findAllByRole("button", { name: "Play again" })).toHaveLength(1);
  },
};
/** In real time. */
export const RecordedPlaying = both({ recording: recorded("csv").recording });

const REFERENCE = { room: "elsewhere", runId: "run_1", status: "working" } as const;

function referred(output: OpenCodeRunProps["output"]): Story {
  return {
    render: () => (
      <Replay recording={liveRun}>
        <div className="stage">
          <OpenCodeRun output={output} />
        </div>
      </Replay>
    ),
  };
}

export const NotTaken = referred({
  room: "elsewhere",
  runId: "",
  status: "error",
  error: "All sandboxes are in use. Try again later.",
  errorInfo: { code: "sandbox_capacity", message: "All sandboxes are in use.", retryable: true },
});
export const NotTakenYet = referred({ ...REFERENCE, runId: "" });
