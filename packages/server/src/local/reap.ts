import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { endProcesses } from "./processes.ts";

/** The reaper's own program: `startReaper.ts` runs this file in a process of its own. */

/** Nobody waits for a polite end any more. */
const GRACE_MS = 500;

const groups = new Map<number, string>();
const folders = new Set<string>();

// Whoever ends the host by signalling its whole family must not end what clears up after it.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith("+")) {
    const [group = "", mark = ""] = line.slice(1).split(" ");
    groups.set(Number(group), mark);
  } else if (line.startsWith("-")) {
    groups.delete(Number(line.slice(1)));
  } else if (line.startsWith("rm ")) {
    folders.add(String(JSON.parse(line.slice(3))));
  }
}

await Promise.allSettled([...groups].map(([group, mark]) => endProcesses(group, mark, GRACE_MS)));
await Promise.allSettled(
  [...folders].map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })),
);
// The handlers above keep nothing alive, but the pipe may be half open.
process.exit();
