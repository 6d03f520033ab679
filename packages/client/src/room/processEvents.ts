import type { OpenCodeEvent } from "../opencode/index.ts";
import { count, text, texts } from "../opencode/index.ts";
import type { JsonObject, LeftProcess, ProcessInfo, RoomEvent } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { SandboxProcess } from "../source/index.ts";
import type { RunState } from "../state/index.ts";
import { selectProcess } from "../state/index.ts";

/** Clocks of the room and of the sandbox may differ by this, in ms. */
const CLOCK_MS = 2_000;
/** Ended processes that a room remembers. */
const MAX_ENDED = 50;

export type ProcessLists = {
  /** `GET /pty`. */
  readonly ptys: readonly JsonObject[];
  readonly processes: readonly SandboxProcess[];
  readonly runs: readonly RunState[];
  /** When the lists were read, in ms since the Unix epoch. */
  readonly now: number;
};

/**
 * What changed in the room's list of processes. One list, each process once: what a tool of a run started, with all
 * below it, is in the run's own list; the shell of a terminal is the terminal.
 */
export function processEvents(known: readonly ProcessInfo[], lists: ProcessLists): readonly RoomEvent[] {
  const ptys = lists.ptys.map(toPty);
  const current = [...ptys, ...others(lists, new Set(ptys.map(({ pid }) => pid)))];
  const before = new Map(known.map((process) => [process.id, process]));
  const events: RoomEvent[] = [];
  for (const process of current) {
    if (!isSame(before.get(process.id), process)) events.push({ type: "room.process.set", process });
    before.delete(process.id);
  }
  for (const process of before.values()) {
    if (process.status !== "running") continue;
    // Nobody told how it ended.
    events.push({ type: "room.process.set", process: { ...process, status: "exited", endedAt: lists.now } });
  }
  const ended = known.filter(({ status }) => status !== "running");
  for (const { id } of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) {
    events.push({ type: "room.process.remove", id });
  }
  return events;
}

/** A terminal's end, as its event tells it. */
export function ptyEndEvents(
  known: readonly ProcessInfo[],
  { type, properties }: OpenCodeEvent,
  now: number,
): readonly RoomEvent[] {
  const process = known.find(({ id }) => id === text(properties, "id"));
  if (process?.status !== "running" || (type !== "pty.exited" && type !== "pty.deleted")) return [];
  const exitCode = count(properties, "exitCode");
  const status = type === "pty.exited" ? "exited" : "killed";
  return [{ type: "room.process.set", process: { ...process, status, endedAt: now, ...defined({ exitCode }) } }];
}

function toPty(raw: JsonObject): ProcessInfo {
  const exitCode = count(raw, "exitCode");
  const command = [text(raw, "command") ?? "", ...texts(raw, "args")].join(" ").trim();
  return {
    id: text(raw, "id") ?? "",
    source: "pty",
    command,
    status: text(raw, "status") === "running" ? "running" : "exited",
    ...defined({
      description: text(raw, "title"),
      cwd: text(raw, "cwd"),
      pid: count(raw, "pid"),
      exitCode,
    }),
  };
}

/**
 * What a run has started in the background, one entry for each process with all below it. Which run has started a
 * process nobody knows for sure: it began while the run was on, and no other active run's command has it.
 */
export function leftProcesses(
  { startedAt = 0 }: RunState,
  lists: Pick<ProcessLists, "processes" | "runs" | "ptys">,
): readonly LeftProcess[] {
  const ptyPids = new Set(lists.ptys.map((pty) => count(pty, "pid")));
  const left = others({ ...lists, now: 0 }, ptyPids).filter(
    (process) => process.startedAt === undefined || process.startedAt >= startedAt - CLOCK_MS,
  );
  const pids = new Set(left.map(({ pid }) => pid));
  const parents = new Map(lists.processes.map(({ pid, parentPid }) => [pid, parentPid]));
  return left
    .filter(({ pid }) => pid !== undefined && !pids.has(parents.get(pid)))
    .map(({ id, command }) => ({ id, command }));
}

function others({ processes, runs }: ProcessLists, ptyPids: ReadonlySet<number | undefined>): readonly ProcessInfo[] {
  const commands = runs.flatMap((run) =>
    run.runningToolIds.flatMap((id) => {
      const command = selectProcess(run, id)?.command;
      return command === undefined || command === "" ? [] : [plain(command)];
    }),
  );
  const taken = new Set<number>();
  for (const { pid, command } of processes) {
    if (ptyPids.has(pid) || commands.some((ours) => plain(command).includes(ours))) taken.add(pid);
  }
  let size = -1;
  while (size !== taken.size) {
    size = taken.size;
    for (const { pid, parentPid } of processes) if (parentPid !== undefined && taken.has(parentPid)) taken.add(pid);
  }
  return processes
    .filter(({ pid }) => !taken.has(pid))
    .map(({ pid, command, cwd, startedAt }) => ({
      id: `pid:${pid}`,
      source: "sandbox",
      command,
      pid,
      status: "running",
      ...defined({ cwd, startedAt }),
    }));
}

/** A shell that runs one simple command becomes that command, whose words have lost their quotes. */
function plain(command: string): string {
  return command
    .replace(/["'\\]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function isSame(a: ProcessInfo | undefined, b: ProcessInfo): boolean {
  if (a === undefined) return false;
  return (["command", "status", "exitCode", "description", "cwd"] as const).every((key) => a[key] === b[key]);
}
