import { OpenCodeRun } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { AGENT_STREAMS } from "./scripted/agentStreams.ts";
import type { Recorded } from "./scripted/recorded.ts";
import { fromNow } from "./scripted/recorded.ts";
import { Replay } from "./scripted/Replay.tsx";

/** What the real agent streamed in each of the recorded scenarios, as a run. */
const meta: Meta = { title: "Agent streams" };
export default meta;

type Story = StoryObj;

/** Scenarios by the beginnings of their names. */
const GROUPS = {
  files: ["apply_patch", "diff_kinds", "edits_git", "no_git", "external_dir"],
  commands: ["bash", "abort_bash", "shell_command", "kill9"],
  errors: ["err_", "next_errors", "bad_", "abort_text"],
  requests: ["permission", "question", "next_permission"],
  sessions: ["compaction", "revert", "two_", "event_scope", "global_events"],
  subagents: ["nested", "task"],
};

const isOf = (beginnings: readonly string[], name: string): boolean =>
  beginnings.some((beginning) => name.startsWith(beginning));

function story(isShown: (name: string) => boolean): Story {
  return {
    render: () => (
      <div className="themes">
        {AGENT_STREAMS.filter(({ name }) => isShown(name)).map((stream) => (
          <Stream key={stream.name} {...stream} />
        ))}
      </div>
    ),
  };
}

function Stream({ name, runId, recording }: Recorded) {
  return (
    <figure className="stream">
      <figcaption>{name}</figcaption>
      <div className="stage">
        <Replay recording={() => fromNow(recording)}>
          <OpenCodeRun runId={runId} aria-label={`Run ${name}`} />
        </Replay>
      </div>
    </figure>
  );
}

export const Files = story((name) => isOf(GROUPS.files, name));
export const Commands = story((name) => isOf(GROUPS.commands, name));
export const Errors = story((name) => isOf(GROUPS.errors, name));
export const Requests = story((name) => isOf(GROUPS.requests, name));
export const Sessions = story((name) => isOf(GROUPS.sessions, name));
export const Subagents = story((name) => isOf(GROUPS.subagents, name));
export const Others = story((name) => !isOf(Object.values(GROUPS).flat(), name));
