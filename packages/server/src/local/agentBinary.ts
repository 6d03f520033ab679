import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";

/** What decides which of OpenCode's builds runs here. */
export type Machine = {
  /** As `process.platform`. */
  readonly platform: string;
  /** As `process.arch`. */
  readonly arch: string;
  readonly isMusl: boolean;
  /** OpenCode's standard x64 builds need AVX2; its `baseline` builds do not. */
  readonly hasAvx2: boolean;
};

/** The folder of an installed package, or undefined. */
export type FindPackage = (name: string) => string | undefined;

const PLATFORMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/**
 * The file of OpenCode's own binary, from the platform's package beside `opencode-ai`, where it is also when install
 * scripts are blocked. Throws `unsupported_platform`, or `agent_unavailable` when no such package is installed.
 */
export function findAgentBinary(machine: Machine = thisMachine(), findPackage: FindPackage = findInstalled): string {
  const names = agentPackages(machine);
  const file = machine.platform === "win32" ? "opencode.exe" : "opencode";
  const path = names.map((name) => fileIn(findPackage(name), file)).find((found) => found !== undefined);
  return path ?? missing("OpenCode", names[0] ?? "opencode-ai");
}

/**
 * The file of ripgrep, which OpenCode's search tools call. Throws `agent_unavailable` when it is not installed for this
 * platform.
 */
export function findRipgrep(machine: Machine = thisMachine(), findPackage: FindPackage = findInstalled): string {
  const name = `@vscode/ripgrep-${machine.platform}-${machine.arch}`;
  return fileIn(findPackage(name), machine.platform === "win32" ? "rg.exe" : "rg") ?? missing("ripgrep", name);
}

/** The packages that hold a build for this machine, best first. */
function agentPackages({ platform, arch, isMusl, hasAvx2 }: Machine): readonly string[] {
  const system = PLATFORMS[platform];
  if (system === undefined || (arch !== "x64" && arch !== "arm64")) {
    throw new OpenCodeKitError(
      "unsupported_platform",
      `OpenCode has no build for ${platform} on ${arch}: use Linux, macOS or Windows on x64 or arm64.`,
    );
  }
  const base = `opencode-${system}-${arch}`;
  const builds = arch === "arm64" ? [base] : hasAvx2 ? [base, `${base}-baseline`] : [`${base}-baseline`];
  return isMusl ? builds.map((name) => `${name}-musl`) : builds;
}

function fileIn(folder: string | undefined, file: string): string | undefined {
  const path = folder === undefined ? undefined : join(folder, "bin", file);
  return path !== undefined && existsSync(path) ? path : undefined;
}

function missing(what: string, packageName: string): never {
  throw new OpenCodeKitError(
    "agent_unavailable",
    `${what}'s binary is missing: run "npm install" with optional dependencies allowed, so that the package ${packageName} is installed.`,
  );
}

function thisMachine(): Machine {
  const { platform, arch } = process;
  return { platform, arch, isMusl: platform === "linux" && usesMusl(), hasAvx2: arch !== "x64" || supportsAvx2() };
}

function usesMusl(): boolean {
  const report: unknown = process.report.getReport();
  const header = typeof report === "object" && report !== null && "header" in report ? report.header : undefined;
  return !(typeof header === "object" && header !== null && "glibcVersionRuntime" in header);
}

/** Where it cannot be told, the answer is no: the baseline build runs everywhere. */
function supportsAvx2(): boolean {
  try {
    if (process.platform === "linux") return /\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
    if (process.platform === "darwin") {
      const answer = execFileSync("sysctl", ["-n", "hw.optional.avx2_0"], { encoding: "utf8", timeout: 2000 });
      return answer.trim() === "1";
    }
  } catch {
    return false;
  }
  // Windows needs native code to tell; every x64 processor that Windows 11 runs on has it.
  return process.platform === "win32";
}

/** Platform packages belong to `opencode-ai` and `@vscode/ripgrep`, not to us: some installers nest them there. */
function findInstalled(name: string): string | undefined {
  const here = createRequire(import.meta.url);
  const parent = name.startsWith("@vscode/") ? "@vscode/ripgrep" : "opencode-ai";
  const owner = folderOf(here, parent);
  const nested = owner === undefined ? undefined : folderOf(createRequire(join(owner, "package.json")), name);
  return nested ?? folderOf(here, name);
}

function folderOf(require: NodeJS.Require, name: string): string | undefined {
  return require.resolve
    .paths(name)
    ?.map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, "package.json")));
}
