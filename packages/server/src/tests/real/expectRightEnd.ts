import type { RunStatus } from "@opencode-kit/client/protocol";
import { expect } from "vitest";
import type { TestRoom } from "./TestRoom.ts";
import type { RecordOptions } from "./transcript.ts";
import { recordedTranscript, shownTranscript } from "./transcript.ts";

/** Waits for the run's end and checks that all viewers, and one who comes only now, show it as OpenCode has it. */
export async function expectRightEnd(
  room: TestRoom,
  runId: string,
  status: RunStatus,
  options: RecordOptions = {},
): Promise<void> {
  await room.untilOver(runId);
  const guest = await room.join(runId);
  const shown = guest.run(runId);
  expect(shown.header.status).toBe(status);
  expect(shown.pending).toEqual([]);
  expect(shownTranscript(shown)).toEqual(await recordedTranscript(await room.agent(), room.sessionOf(runId), options));

  const listed = guest.client.room.get();
  expect(listed.runs.find(({ id }) => id === runId)?.status).toBe(status);
  expect(listed.pending).toEqual([]);
  for (const viewer of room.viewers) {
    expect(viewer.run(runId)).toEqual(shown);
    // Who is connected is told a moment later.
    expect({ ...viewer.client.room.get(), presence: undefined }).toEqual({ ...listed, presence: undefined });
  }
  for (const viewer of [...room.viewers, guest]) expect(viewer.troubles()).toEqual([]);
}
