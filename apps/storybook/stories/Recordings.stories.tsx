import { ArtifactButton, DiffList, FileTree, OpenCodeRun, ProcessPanel } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import type { Recorded } from "./scripted/recorded.ts";
import { fromNow, RECORDED } from "./scripted/recorded.ts";
import { Replay } from "./scripted/Replay.tsx";

/** Runs of the real agent. */
const meta: Meta = { title: "Recordings" };
export default meta;

type Story = StoryObj;

function Shown({ recorded, speed }: { readonly recorded: Recorded; readonly speed?: number }): ReactNode {
  const { name, runId, recording } = recorded;
  return (
    <figure style={{ margin: "0 0 32px" }}>
      <figcaption style={{ marginBlockEnd: 8 }}>{name}</figcaption>
      <Replay recording={() => fromNow(recording)} {...(speed === undefined ? {} : { speed })}>
        <div className="themes">
          <div className="stage">
            <OpenCodeRun runId={runId} aria-label={`Run ${name}`} />
          </div>
          <div>
            <DiffList runId={runId} aria-label={`Changes of ${name}`} />
            <ProcessPanel runId={runId} aria-label={`Commands of ${name}`} />
            <FileTree runId={runId} />
            <ArtifactButton runId={runId} />
          </div>
        </div>
      </Replay>
    </figure>
  );
}

function All({ speed }: { readonly speed?: number }): ReactNode {
  return RECORDED.map((recorded) => (
    <Shown key={recorded.name} recorded={recorded} {...(speed === undefined ? {} : { speed })} />
  ));
}

export const Done: Story = { render: () => <All /> };
export const Playing: Story = { render: () => <All speed={1} /> };
