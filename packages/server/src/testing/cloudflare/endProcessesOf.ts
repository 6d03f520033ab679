import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Kills every process that runs in a folder, or that names it in its environment or on its command line. */
export async function endProcessesOf(folder: string): Promise<void> {
  for (
    let pids = processesOf(folder), tries = 0;
    pids.length > 0 && tries < 50;
    pids = processesOf(folder), tries += 1
  ) {
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // Gone already.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function processesOf(folder: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => !/^\d+ \(.*\) [ZX] /s.test(read(`/proc/${name}/stat`)))
    .filter((name) =>
      [read(`/proc/${name}/environ`), read(`/proc/${name}/cmdline`), link(`/proc/${name}/cwd`)].some((text) =>
        text.includes(folder),
      ),
    )
    .map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
