import { execFile, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Environment variable by which the agent's processes are known, also after their parent ended. */
export const AGENT_MARK = "OPENCODE_KIT_AGENT";

const POLL_MS = 40;

export type ProcessRow = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Where one call lists it; Linux has it in a file of its own. */
  readonly command?: string;
};

/**
 * Ends a process group and all that came from it: OpenCode gives each shell command a group of its own, and outlives
 * SIGTERM while one runs. Sends SIGTERM, then SIGKILL to what is left after `graceMs`. Resolves when all are gone.
 */
export async function endProcesses(leader: number, mark: string, graceMs = 2000): Promise<void> {
  if (process.platform === "win32") return endTree(leader);
  const groups = groupsOf(leader, mark);
  signal(groups, "SIGTERM");
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline) {
    if (!anyAlive(groups, mark)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  signal(new Set([...groups, ...groupsOf(leader, mark)]), "SIGKILL");
  const end = Date.now() + graceMs;
  while (anyAlive(groups, mark) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function groupsOf(leader: number, mark: string): Set<number> {
  const rows = readProcesses();
  const ours = new Set([leader]);
  for (const { pid, group } of rows) if (group === leader || hasMark(pid, mark)) ours.add(pid);
  let size = 0;
  while (size !== ours.size) {
    size = ours.size;
    for (const { pid, parent } of rows) if (ours.has(parent)) ours.add(pid);
  }
  return new Set(rows.filter(({ pid }) => ours.has(pid)).map(({ group }) => group));
}

function anyAlive(groups: ReadonlySet<number>, mark: string): boolean {
  return readProcesses().some(({ pid, group }) => groups.has(group) || hasMark(pid, mark));
}

function signal(groups: Iterable<number>, name: NodeJS.Signals): void {
  for (const group of groups) {
    if (group <= 1) continue;
    try {
      process.kill(-group, name);
    } catch {
      // Gone already.
    }
  }
}

/** Ends one process and all below it, and nothing else. SIGTERM, then SIGKILL to what is left after `graceMs`. */
export async function endTreeOf(root: number, graceMs = 2000): Promise<void> {
  if (process.platform === "win32") return endTree(root);
  const pids = treeOf(root);
  signalEach(pids, "SIGTERM");
  const deadline = Date.now() + graceMs;
  while (anyOf(pids) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  signalEach(pids, "SIGKILL");
  const end = Date.now() + graceMs;
  while (anyOf(pids) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function treeOf(root: number): ReadonlySet<number> {
  const rows = readProcesses();
  const tree = new Set([root]);
  let size = 0;
  while (size !== tree.size) {
    size = tree.size;
    for (const { pid, parent } of rows) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

function anyOf(pids: ReadonlySet<number>): boolean {
  return readProcesses().some(({ pid }) => pids.has(pid));
}

function signalEach(pids: ReadonlySet<number>, name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // Gone already.
    }
  }
}

/** All processes but zombies, which no signal can end and which their parent may never collect. */
export function readProcesses(): readonly ProcessRow[] {
  return process.platform === "linux" ? readProc() : readPs();
}

function readProc(): readonly ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOrEmpty(`/proc/${name}/stat`);
    // The command's name is in parentheses and may hold anything; the fields count from the last one.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === undefined || state === "" || state === "Z" || state === "X") continue;
    rows.push({ pid: Number(name), parent: Number(parent), group: Number(group) });
  }
  return rows;
}

function readPs(): readonly ProcessRow[] {
  const output = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat=,args="], { encoding: "utf8" });
  return output.split("\n").flatMap((line) => {
    const [pid, parent, group, state, ...command] = line.trim().split(/\s+/);
    if (pid === undefined || pid === "" || state === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command: command.join(" ") }];
  });
}

/** Only Linux shows the environment of other processes; elsewhere the tree of parents has to do. */
export function hasMark(pid: number, mark: string): boolean {
  if (process.platform !== "linux") return false;
  return readOrEmpty(`/proc/${pid}/environ`).split("\0").includes(`${AGENT_MARK}=${mark}`);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function endTree(leader: number): Promise<void> {
  return new Promise((resolve) => execFile("taskkill", ["/T", "/F", "/PID", String(leader)], () => resolve()));
}
