import type { ListeningPort } from "@opencode-kit/client/protocol";
import type { SandboxProcess } from "@opencode-kit/client/source";
import { KILL_PROCESS, LIST_PROCESSES, LIST_SOCKETS } from "./agentScript.ts";
import type { Shell } from "./createShell.ts";
import { toFields } from "./createShell.ts";
import { sandboxError } from "./toSandboxError.ts";
import { EXITS } from "./workspaceScript.ts";

/** Linux counts a process's start in ticks of its clock since boot; 100 a second everywhere. */
const TICKS_PER_SECOND = 100;
const FIELDS = 4;
/** State of a socket in the kernel's list. */
const LISTENS = "0A";

type Row = SandboxProcess & { readonly sockets: string };

export type Processes = {
  listProcesses(signal?: AbortSignal): Promise<readonly SandboxProcess[]>;
  killProcess(pid: number): Promise<void>;
  listPorts(signal?: AbortSignal): Promise<readonly ListeningPort[]>;
};

/** What the agent has started, and where that listens. */
export function createProcesses(shell: Shell, home: string, directory: string): Processes {
  const list = async (what: string, signal?: AbortSignal): Promise<readonly Row[]> => {
    const [bootedAt = "", ...fields] = toFields(await shell.run(LIST_PROCESSES, [home, what], { signal }));
    return Array.from({ length: fields.length / FIELDS }, (_, at) =>
      toRow(fields.slice(at * FIELDS, (at + 1) * FIELDS), Number(bootedAt), directory),
    ).filter(({ command }) => command !== "");
  };

  return {
    listProcesses: async (signal) => (await list("", signal)).map(({ sockets: _sockets, ...process }) => process),
    killProcess: async (pid) => {
      if (!Number.isSafeInteger(pid) || pid < 2) throw unknownProcess();
      try {
        await shell.run(KILL_PROCESS, [home, String(pid)], { exits: EXITS });
      } catch (error) {
        throw isNotFound(error) ? unknownProcess() : error;
      }
    },
    listPorts: async (signal) => {
      const [rows, sockets] = await Promise.all([
        list("sockets", signal),
        shell.run(LIST_SOCKETS, [], { signal }).then((output) => new TextDecoder().decode(output)),
      ]);
      return listeningPorts(sockets, rows);
    },
  };
}

function toRow(
  [stat = "", commandLine = "", cwd = "", sockets = ""]: readonly string[],
  bootedAt: number,
  directory: string,
): Row {
  // The command's name is in parentheses and may hold anything; the fields count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startedAt = Math.round((bootedAt + Number(fields[19]) / TICKS_PER_SECOND) * 1000);
  return {
    pid: Number.parseInt(stat, 10),
    parentPid: Number(fields[1]),
    command: commandLine.trim().replaceAll(`${directory}/`, ""),
    ...(cwd === "" ? {} : { cwd: cwd === directory ? "." : cwd.replace(`${directory}/`, "") }),
    ...(Number.isFinite(startedAt) ? { startedAt } : {}),
    sockets,
  };
}

/** Lines of `/proc/net/tcp`: number, local address and port in hex, remote, state, …, and the inode in the tenth column. */
function listeningPorts(table: string, rows: readonly Row[]): readonly ListeningPort[] {
  const owners = new Map<string, Row>();
  for (const row of rows) for (const link of row.sockets.split(" ")) owners.set(link, row);
  const ports = new Map<number, ListeningPort>();
  for (const line of table.split("\n")) {
    const columns = line.trim().split(/\s+/);
    const owner = columns[3] === LISTENS ? owners.get(`socket:[${columns[9]}]`) : undefined;
    const port = Number.parseInt(columns[1]?.split(":").at(-1) ?? "", 16);
    if (owner === undefined || Number.isNaN(port) || ports.has(port)) continue;
    ports.set(port, { port, pid: owner.pid, command: owner.command });
  }
  return [...ports.values()].sort((a, b) => a.port - b.port);
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "not_found";
}

function unknownProcess(): Error {
  return sandboxError("not_found", undefined, "The agent has started no such process, or it has ended.");
}
