import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Machine } from "./agentBinary.ts";
import { findAgentBinary, findRipgrep } from "./agentBinary.ts";

const LINUX: Machine = { platform: "linux", arch: "x64", isMusl: false, hasAvx2: true };

let folder: string | undefined;

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

/** Packages of these names, each with OpenCode's binary in it. */
function installed(...names: readonly string[]): (name: string) => string | undefined {
  const root = mkdtempSync(join(tmpdir(), "opencode-kit-test-"));
  folder = root;
  for (const name of names) {
    mkdirSync(join(root, name, "bin"), { recursive: true });
    for (const file of ["opencode", "opencode.exe"]) writeFileSync(join(root, name, "bin", file), "");
  }
  return (name) => (names.includes(name) ? join(root, name) : undefined);
}

describe("findAgentBinary", () => {
  it.each<[string, Partial<Machine>, readonly string[], string]>([
    ["Linux", {}, ["opencode-linux-x64", "opencode-linux-x64-baseline"], "opencode-linux-x64/bin/opencode"],
    [
      "Linux where only the baseline is installed",
      {},
      ["opencode-linux-x64-baseline"],
      "opencode-linux-x64-baseline/bin/opencode",
    ],
    [
      "an old processor",
      { hasAvx2: false },
      ["opencode-linux-x64", "opencode-linux-x64-baseline"],
      "opencode-linux-x64-baseline/bin/opencode",
    ],
    [
      "musl",
      { isMusl: true },
      ["opencode-linux-x64", "opencode-linux-x64-musl"],
      "opencode-linux-x64-musl/bin/opencode",
    ],
    [
      "old musl",
      { isMusl: true, hasAvx2: false },
      ["opencode-linux-x64-baseline-musl"],
      "opencode-linux-x64-baseline-musl/bin/opencode",
    ],
    ["macOS", { platform: "darwin", arch: "arm64" }, ["opencode-darwin-arm64"], "opencode-darwin-arm64/bin/opencode"],
    ["Windows", { platform: "win32" }, ["opencode-windows-x64"], "opencode-windows-x64/bin/opencode.exe"],
  ])("takes the build for %s", (_name, machine, names, path) => {
    expect(findAgentBinary({ ...LINUX, ...machine }, installed(...names)).endsWith(join(path))).toBe(true);
  });

  it("says which package to install when there is none", () => {
    expect(() => findAgentBinary(LINUX, () => undefined)).toThrow(
      expect.objectContaining({
        code: "agent_unavailable",
        message: expect.stringMatching(/npm install.*opencode-linux-x64 /),
      }),
    );
  });

  it.each([
    ["freebsd", "x64"],
    ["linux", "riscv64"],
  ])("says what works on %s %s", (platform, arch) => {
    expect(() => findAgentBinary({ ...LINUX, platform, arch }, () => undefined)).toThrow(
      expect.objectContaining({
        code: "unsupported_platform",
        message: expect.stringContaining("use Linux, macOS or Windows"),
      }),
    );
  });

  it("finds what is installed here", () => {
    expect(statSync(findAgentBinary()).size).toBeGreaterThan(1_000_000);
    expect(statSync(findRipgrep()).size).toBeGreaterThan(100_000);
  });
});

describe("findRipgrep", () => {
  it("says which package to install when there is none", () => {
    expect(() => findRipgrep(LINUX, () => undefined)).toThrow(/npm install.*@vscode\/ripgrep-linux-x64 /);
  });
});
