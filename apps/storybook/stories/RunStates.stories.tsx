import type { Transport } from "@opencode-kit/client";
import type { Recording } from "@opencode-kit/client/recording";
import { OpenCodeRun } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent, waitFor } from "storybook/test";
import { broken, expired, incompatible, neverReached } from "./scripted/connections.ts";
import { doneRun, liveRun, waitingRun } from "./scripted/recordings.ts";
import { Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";
import {
  hugeRun,
  loudLineRun,
  queuedRun,
  sandboxRun,
  stoppingRun,
  streamingRun,
  viewedRun,
} from "./scripted/states.ts";

/** What a run looks like while something is missing, late, too much or not allowed. */
const meta: Meta = { title: "OpenCodeRun/States" };
export default meta;

type Story = StoryObj;

function story(recording: () => Recording, connection?: (transport: Transport) => Transport, size?: string): Story {
  return {
    render: () => (
      <div className="stage" data-size={size}>
        <Replay recording={recording} connection={connection}>
          <OpenCodeRun aria-label="Agent run" runId={RUN_ID} />
        </Replay>
      </div>
    ),
  };
}

export const Connecting = story(liveRun, neverReached);
export const StartingTheSandbox = story(() => sandboxRun({ status: "starting" }));
export const Restoring = story(() => sandboxRun({ status: "restoring" }));
export const SandboxLost = story(() =>
  sandboxRun({
    status: "lost",
    error: { code: "sandbox_lost", message: "The sandbox was lost; a new one is started.", retryable: true },
  }),
);
export const Queued = story(() => queuedRun(false));
export const Held = story(() => queuedRun(true));
export const Streaming = story(streamingRun);
export const Stopping = story(stoppingRun);

export const Reconnecting: Story = {
  ...story(liveRun, broken),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(/Reconnecting/)).toBeVisible();
    await expect(canvas.getByRole("button", { name: "Reconnect" })).toBeVisible();
  },
};

export const Offline: Story = {
  ...story(liveRun, broken),
  beforeEach: () => {
    Object.defineProperty(navigator, "onLine", { get: () => false, configurable: true });
    return () => Reflect.deleteProperty(navigator, "onLine");
  },
  play: async ({ canvas }) => expect(await canvas.findByText(/You are offline/)).toBeVisible(),
};

/** A viewer sees what is asked, and why they cannot answer it. */
export const NoPermission: Story = {
  ...story(viewedRun),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole("button", { name: "Allow once" })).toBeDisabled();
    await waitFor(() => expect(canvas.getByText(/Only an approver or owner can answer this/)).toBeVisible());
  },
};

export const ExpiredToken: Story = {
  ...story(liveRun, expired),
  play: async ({ canvas }) => expect(await canvas.findByRole("alert")).toHaveTextContent("has expired"),
};

export const IncompatibleVersion: Story = {
  ...story(liveRun, incompatible),
  play: async ({ canvas }) =>
    expect(await canvas.findByRole("alert")).toHaveTextContent("Upgrade @opencode-kit/client"),
};

/** 10,000 messages. */
export const Huge: Story = {
  ...story(() => hugeRun()),
  play: async ({ canvas }) => expect(await canvas.findByText(/^Step 9999:/)).toBeVisible(),
};

/** A command that has printed 1 MB. */
export const HugeOutput: Story = {
  ...story(loudLineRun),
  play: async ({ canvas }) => {
    const card = await canvas.findByRole("button", { name: /cat dist\/bundle.js/ });
    if (card.getAttribute("aria-expanded") === "false") await userEvent.click(card);
    await waitFor(() => expect(card).toHaveAttribute("aria-expanded", "true"));
  },
};

/** As on a small phone, or on a page that is zoomed to 400 %. */
export const Narrow = story(doneRun, undefined, "narrow");
export const NarrowAsking = story(waitingRun, undefined, "narrow");
