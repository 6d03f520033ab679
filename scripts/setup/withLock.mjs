import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.mjs";

// Outside node_modules, which an installation empties.
const LOCK = join(root, ".setup.lock");
const STALE_MS = 30 * 60_000;
const POLL_MS = 300;

/** Runs `work` while no other set-up of this checkout does. */
export async function withLock(work) {
  await acquire();
  const release = () => rm(LOCK, { force: true });
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire() {
  for (let waited = 0; ; waited += POLL_MS) {
    try {
      await writeFile(LOCK, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (await isStale()) {
      await rm(LOCK, { force: true });
      continue;
    }
    if (waited === 0) console.log("Another set-up of this folder is running: waiting for it to end.");
    await sleep(POLL_MS);
  }
}

async function isStale() {
  try {
    const { mtimeMs } = await stat(LOCK);
    const pid = Number(await readFile(LOCK, "utf8"));
    // A lock that was just made may not hold its id yet.
    if (pid === 0) return Date.now() - mtimeMs > 5_000;
    return Date.now() - mtimeMs > STALE_MS || !isAlive(pid);
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
