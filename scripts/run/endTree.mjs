import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { listProcesses } from "./listProcesses.mjs";

const POLL_MS = 50;

/**
 * Ends what a program has started: its process group, whatever carries `mark` in its environment, and the children of
 * these, also where they left the group. First each may end by itself for `graceMs`, then it is asked, then killed.
 */
export async function endTree({ group, mark, graceMs, askMs }) {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(group), "/t", "/f"], { stdio: "ignore" });
    return [];
  }
  const known = new Map();
  const alive = () => findTree({ group, mark, known });
  await waitUntilEmpty(alive, graceMs);
  const left = alive();
  for (const { pid } of left) send(pid, "SIGTERM");
  await waitUntilEmpty(alive, askMs);
  for (const { pid } of alive()) send(pid, "SIGKILL");
  await waitUntilEmpty(alive, 1_000);
  return left;
}

/** `known` keeps what was seen, because a child whose parent ended can no longer be told by its parent. */
function findTree({ group, mark, known }) {
  const all = listProcesses(mark).filter(({ pid }) => pid !== process.pid);
  const isKnown = ({ pid, started }) => known.get(pid) === started;
  const tree = new Map();
  let found = all.filter((each) => each.isMarked || each.pgid === group || isKnown(each));
  while (found.length > 0) {
    for (const each of found) tree.set(each.pid, each);
    found = all.filter(({ pid, ppid }) => tree.has(ppid) && !tree.has(pid));
  }
  for (const { pid, started } of tree.values()) known.set(pid, started);
  return [...tree.values()];
}

async function waitUntilEmpty(alive, limitMs) {
  const end = Date.now() + limitMs;
  while (Date.now() < end && alive().length > 0) await sleep(POLL_MS);
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
