import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MOST_SERVERS = 20;

/**
 * A folder for one server alone: agents and storage do not share one. It is `wanted`, or `wanted-2` and so on while
 * another running server has the ones before; `log` hears of that.
 */
export function claimDataFolder(wanted: string, log: (line: string) => void): string {
  for (let count = 1; count <= MOST_SERVERS; count++) {
    const folder = count === 1 ? wanted : `${wanted}-${count}`;
    if (!claim(folder)) continue;
    if (count > 1) log(`Another server uses ${wanted}, so this one keeps its rooms in ${folder}.`);
    return folder;
  }
  throw new Error(`${MOST_SERVERS} servers run already: end one of them, or set OPENCODE_KIT_DATA to another folder.`);
}

function claim(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, "server.pid");
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
  } catch {
    if (isRunning(Number(readFileSync(lock, "utf8")))) return false;
    // Its server was killed.
    writeFileSync(lock, String(process.pid));
  }
  process.once("exit", () => rmSync(lock, { force: true }));
  return true;
}

function isRunning(pid: number): boolean {
  if (pid === process.pid || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
