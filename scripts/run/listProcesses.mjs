import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * The processes of this system, with `isMarked` for those whose environment holds `mark`. `started` tells a process
 * from a later one with the same id.
 */
export function listProcesses(mark) {
  return process.platform === "linux" ? fromProc(mark) : fromPs(mark);
}

function fromProc(mark) {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The program's name stands in parentheses and may hold any character.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state, ppid, pgid] = fields;
      if (state === "Z") return [];
      const isMarked = readEnvironment(name).includes(mark);
      return [{ pid: Number(name), ppid: Number(ppid), pgid: Number(pgid), started: fields[19], isMarked }];
    } catch {
      // It ended while it was read.
      return [];
    }
  });
}

function readEnvironment(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    // Another user's process.
    return "";
  }
}

function fromPs(mark) {
  const columns = ["-o", "pid=,ppid=,pgid=,lstart=,command="];
  const { stdout } = spawnSync("ps", ["-Aww", "-E", ...columns], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.{24})\s(.*)$/.exec(line);
    if (match === null) return [];
    const [, pid, ppid, pgid, started, command] = match;
    return [{ pid: Number(pid), ppid: Number(ppid), pgid: Number(pgid), started, isMarked: command.includes(mark) }];
  });
}
