import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { SandboxProcess } from "@opencode-kit/client/source";

/** A port at which a process listens, and an address of this machine at which it answers. */
export type AgentPort = {
  readonly port: number;
  readonly pid: number;
  readonly command: string;
  readonly host: "127.0.0.1" | "::1";
};

type Listening = { readonly port: number; readonly pid: number; readonly address: string };

/** The state of a socket that listens, in Linux's tables. */
const LISTEN = "0A";
/** How Linux writes addresses: groups of four bytes, each as a number of this machine. */
const IPV4_ANY = "00000000";
const IPV4_LOOPBACK = "0100007F";
const IPV6_ANY = "0".repeat(32);
const IPV6_LOOPBACK = "00000000000000000000000001000000";
const IPV4_LOOPBACK_IN_IPV6 = "0000000000000000FFFF00000100007F";

/**
 * The ports at which these processes listen on the loopback interface, the smallest first. Known on Linux, and on macOS
 * by `lsof`; elsewhere there are none.
 */
export async function listAgentPorts(processes: readonly SandboxProcess[]): Promise<readonly AgentPort[]> {
  const commands = new Map(processes.map(({ pid, command }) => [pid, command]));
  if (commands.size === 0) return [];
  const pids = [...commands.keys()];
  const found =
    process.platform === "linux" ? readProc(pids) : process.platform === "darwin" ? await readLsof(pids) : [];
  const ports = new Map<number, AgentPort>();
  for (const { port, pid, address } of found) {
    const host = hostOf(address);
    if (host === undefined || (ports.has(port) && host !== "127.0.0.1")) continue;
    ports.set(port, { port, pid, command: commands.get(pid) ?? "", host });
  }
  return [...ports.values()].sort((a, b) => a.port - b.port);
}

function hostOf(address: string): AgentPort["host"] | undefined {
  if ([IPV4_ANY, IPV4_LOOPBACK, IPV4_LOOPBACK_IN_IPV6, "*", "127.0.0.1"].includes(address)) return "127.0.0.1";
  return [IPV6_ANY, IPV6_LOOPBACK, "[::1]"].includes(address) ? "::1" : undefined;
}

function readProc(pids: readonly number[]): readonly Listening[] {
  const sockets = new Map<string, { readonly port: number; readonly address: string }>();
  for (const table of ["tcp", "tcp6"]) {
    for (const line of readLines(`/proc/net/${table}`)) {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      const [address = "", port = ""] = local.split(":");
      if (state === LISTEN) sockets.set(inode, { port: parseInt(port, 16), address });
    }
  }
  return pids.flatMap((pid) =>
    socketsOf(pid).flatMap((inode) => {
      const socket = sockets.get(inode);
      return socket === undefined ? [] : [{ ...socket, pid }];
    }),
  );
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** One field a line, named by its first letter: `p` begins a process, `n` is an address. */
async function readLsof(pids: readonly number[]): Promise<readonly Listening[]> {
  const args = ["-nP", "-a", "-iTCP", "-sTCP:LISTEN", "-p", pids.join(","), "-Fpn"];
  // It fails when some of the processes have ended; what it says of the others holds.
  const output = await new Promise<string>((resolve) => execFile("lsof", args, (_error, stdout) => resolve(stdout)));
  return parseLsof(output);
}

/** What `lsof -Fpn` says of sockets that listen. */
export function parseLsof(output: string): readonly Listening[] {
  let pid = 0;
  return output.split("\n").flatMap((line) => {
    if (line.startsWith("p")) pid = Number(line.slice(1));
    const [, address, port] = /^n(.+):(\d+)$/.exec(line) ?? [];
    return address === undefined ? [] : [{ pid, address, port: Number(port) }];
  });
}
