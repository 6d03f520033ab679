import { readFileSync } from "node:fs";

const POLL_MS = 300;

/** Calls back once when the npm that runs this script has ended, which a killed npm tells nobody. */
export function onParentEnd(callback) {
  const was = parents();
  const timer = setInterval(() => {
    if (parents() === was) return;
    clearInterval(timer);
    callback();
  }, POLL_MS);
  timer.unref();
}

/** The parent's id, and npm's where a shell stands between, as some shells do not give way to their only command. */
function parents() {
  const parent = process.ppid;
  if (process.platform !== "linux") return String(parent);
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    const name = stat.slice(stat.indexOf("(") + 1, end);
    return /^(npm|node)/.test(name) ? String(parent) : `${parent} ${stat.slice(end + 2).split(" ")[1]}`;
  } catch {
    return String(parent);
  }
}
