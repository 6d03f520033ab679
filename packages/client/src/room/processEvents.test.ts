import { describe, expect, it } from "vitest";
import type { ProcessInfo, RoomEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { initialRunState, INITIAL_ROOM_STATE, reduceRoom, reduceRunAll } from "../state/index.ts";
import type { ProcessLists } from "./processEvents.ts";
import { processEvents, ptyEndEvents } from "./processEvents.ts";

const NOTHING: ProcessLists = { ptys: [], processes: [], runs: [], now: 9_000 };
const PTY = {
  id: "pty_1",
  title: "Terminal",
  command: "/usr/bin/bash",
  args: ["-l"],
  cwd: "/workspace",
  status: "running",
  pid: 50,
};

/** A run in which the agent runs this command. */
function running(command: string): RunState {
  const start = initialRunState({ id: "r", prompt: "go", status: "working", createdAt: 0, sessionId: "s" });
  return reduceRunAll(start, [
    { type: "message.set", message: { id: "m", sessionId: "s", role: "assistant", createdAt: 1 } },
    {
      type: "part.set",
      part: {
        id: "p",
        messageId: "m",
        sessionId: "s",
        type: "tool",
        callId: "c",
        tool: "bash",
        status: "running",
        input: { command },
        output: { head: "", tail: "", chars: 0, bytes: 0 },
        metadata: {},
      },
    },
  ]);
}

function after(known: readonly ProcessInfo[], events: readonly RoomEvent[]): readonly ProcessInfo[] {
  return events.reduce(reduceRoom, { ...INITIAL_ROOM_STATE, processes: known }).processes;
}

describe("the room's processes", () => {
  it("are terminals and what else runs, each once; what a tool runs is in its run", () => {
    const lists: ProcessLists = {
      ...NOTHING,
      ptys: [PTY],
      processes: [
        { pid: 10, parentPid: 1, command: "/usr/bin/bash -c npm test -- --run" },
        { pid: 11, parentPid: 10, command: "node vitest" },
        { pid: 12, parentPid: 1, command: "sleep 3" },
        { pid: 50, parentPid: 1, command: "/usr/bin/bash -l" },
        { pid: 51, parentPid: 50, command: "vim" },
        { pid: 60, parentPid: 1, command: "node server.js", cwd: "app", startedAt: 5 },
      ],
      runs: [running("npm test -- --run"), running(`sleep "3"`)],
    };
    const events = processEvents([], lists);
    expect(after([], events)).toEqual([
      {
        id: "pty_1",
        source: "pty",
        command: "/usr/bin/bash -l",
        status: "running",
        description: "Terminal",
        cwd: "/workspace",
        pid: 50,
      },
      {
        id: "pid:60",
        source: "sandbox",
        command: "node server.js",
        pid: 60,
        status: "running",
        cwd: "app",
        startedAt: 5,
      },
    ]);
    expect(processEvents(after([], events), lists)).toEqual([]);
  });

  it("that are gone have ended, with the exit code where somebody told it", () => {
    const known = after(
      [],
      processEvents([], { ...NOTHING, ptys: [PTY], processes: [{ pid: 60, command: "node server.js" }] }),
    );
    const exited = ptyEndEvents(known, { type: "pty.exited", properties: { id: "pty_1", exitCode: 3 } }, 8_000);
    const told = after(known, exited);
    expect(after(told, processEvents(told, NOTHING))).toMatchObject([
      { id: "pty_1", status: "exited", exitCode: 3, endedAt: 8_000 },
      { id: "pid:60", status: "exited", endedAt: 9_000 },
    ]);
    const deleted = ptyEndEvents(known, { type: "pty.deleted", properties: { id: "pty_1" } }, 8_000);
    expect(after(known, deleted)[0]).toMatchObject({ status: "killed" });
    expect(ptyEndEvents(told, { type: "pty.deleted", properties: { id: "pty_1" } }, 8_000)).toEqual([]);
  });

  it("are remembered after their end, but not without limit", () => {
    let known: readonly ProcessInfo[] = [];
    for (let pid = 1; pid <= 200; pid++) {
      known = after(known, processEvents(known, { ...NOTHING, processes: [{ pid, command: `job ${pid}` }] }));
    }
    expect(known.length).toBeLessThan(60);
    expect(known.at(-1)).toMatchObject({ command: "job 200", status: "running" });
  });
});
