import { readFileSync, readlinkSync } from "node:fs";
import type { SandboxProcess } from "@opencode-kit/client/source";
import { hasMark, readProcesses } from "./processes.ts";

/** Linux counts a process's start in ticks of its clock since boot; 100 a second on all that Node runs on. */
const TICKS_PER_SECOND = 100;

type Agent = { readonly pid: number; readonly bootId: string };

/**
 * What runs below the agent: its shells and whatever they started, in the background too. The agent itself is left out.
 * What has lost its parent, working folders and starts are known on Linux only.
 */
export function listAgentProcesses({ pid: agentPid, bootId }: Agent, directory: string): readonly SandboxProcess[] {
  const rows = readProcesses();
  const marked = rows.filter(({ pid }) => pid !== agentPid && hasMark(pid, bootId));
  const below = new Set([agentPid, ...marked.map(({ pid }) => pid)]);
  let size = 0;
  while (size !== below.size) {
    size = below.size;
    for (const { pid, parent } of rows) if (below.has(parent)) below.add(pid);
  }
  below.delete(agentPid);
  // A child that is just being started still has the command line of its parent.
  const own = commandOf(agentPid);
  return rows
    .filter(({ pid }) => below.has(pid))
    .map(({ pid, parent, command }) => ({
      pid,
      parentPid: parent,
      command: (command ?? commandOf(pid)).replaceAll(`${directory}/`, ""),
      ...folderOf(pid, directory),
      ...startOf(pid),
    }))
    .filter(({ command }) => command !== "" && command !== own);
}

function commandOf(pid: number): string {
  return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

function folderOf(pid: number, directory: string): { readonly cwd?: string } {
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return { cwd: folder === directory ? "." : folder.replace(`${directory}/`, "") };
  } catch {
    return {};
  }
}

function startOf(pid: number): { readonly startedAt?: number } {
  const bootedAt = Number(/^btime (\d+)$/m.exec(readOrEmpty("/proc/stat"))?.[1]);
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // Fields count from the last parenthesis, since the name before it may hold anything; the start is the 22nd of all.
  const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  const startedAt = Math.round((bootedAt + ticks / TICKS_PER_SECOND) * 1000);
  return Number.isFinite(startedAt) ? { startedAt } : {};
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
