import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOpenCodeClient } from "../client/createOpenCodeClient.ts";
import type { ServerMessage } from "../protocol/index.ts";
import { initialRunState, toRunSnapshot } from "../state/index.ts";
import { createReplayTransport } from "./createReplayTransport.ts";
import type { Recording } from "./Recording.ts";
import { formatRecording, parseRecording } from "./Recording.ts";

const state = toRunSnapshot(initialRunState({ id: "r1", prompt: "go", status: "working", createdAt: 1 }));

function title(t: number, seq: number): { readonly t: number; readonly message: ServerMessage } {
  const events = [{ type: "run.patch", patch: { title: `at ${t}` } }] as const;
  return { t, message: { type: "frame", channel: "run:r1", seq, events } };
}

const RECORDING: Recording = [
  { t: 0, message: { type: "hello", protocol: 1, room: "r", role: "owner" } },
  { t: 10, message: { type: "snapshot", channel: "run:r1", epoch: "e", seq: 0, state } },
  { t: 10, message: { type: "subscribed", channel: "run:r1", epoch: "e", seq: 0 } },
  title(100, 1),
  title(200, 2),
  title(300, 3),
];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a replay", () => {
  it("shows the run as it went, at the recording's pace", async () => {
    const client = createOpenCodeClient({ transport: createReplayTransport(RECORDING) });
    const run = client.run("r1");
    run.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(110);
    expect(run.get().title).toBe("at 100");
    await vi.advanceTimersByTimeAsync(200);
    expect(run.get().title).toBe("at 300");
    expect(run.status.get().phase).toBe("live");
  });

  it("shows the end at once, faster, paused, and any moment before or after", async () => {
    const transport = createReplayTransport(RECORDING, { speed: Infinity });
    const run = createOpenCodeClient({ transport }).run("r1");
    run.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(run.get().title).toBe("at 300");

    const slow = createReplayTransport(RECORDING, { autoPlay: false });
    const other = createOpenCodeClient({ transport: slow }).run("r1");
    other.subscribe(() => undefined);
    expect(slow.isPlaying()).toBe(false);
    slow.seek(250);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(other.get().title).toBe("at 200");
    slow.seek(120);
    expect(other.get().title).toBe("at 100");
    slow.play();
    expect(slow.isPlaying()).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(other.get().title).toBe("at 200");
    slow.pause();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(other.get().title).toBe("at 200");
    expect(slow.position()).toBe(220);
  });

  it("says that events are missing, keeps what it has, and takes no commands", async () => {
    const cut = RECORDING.filter(({ t }) => t !== 200);
    const client = createOpenCodeClient({ transport: createReplayTransport(cut, { speed: Infinity }) });
    const run = client.run("r1");
    run.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(run.status.get()).toMatchObject({ phase: "error", error: { code: "not_found" } });
    expect(run.get().title).toBe("at 100");
    await expect(client.stop("r1")).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a recording's file", () => {
  it("is read as it was written", () => {
    expect(parseRecording(`\n${formatRecording(RECORDING)}\n`)).toEqual(RECORDING);
  });

  it("is refused with the line that is wrong", () => {
    expect(() => parseRecording(`${formatRecording(RECORDING)}{"t":1}\n`)).toThrow(/Line 7/);
  });
});
