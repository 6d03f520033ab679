import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { nodeModules, toolchainNode } from "./paths.mjs";
import { SetupError } from "./SetupError.mjs";

const RIPGREP = join(
  nodeModules,
  "@vscode",
  `ripgrep-${process.platform}-${process.arch}`,
  "bin",
  process.platform === "win32" ? "rg.exe" : "rg",
);

// The package names it so on every system.
const OPENCODE = join(nodeModules, "opencode-ai", "bin", "opencode.exe");

const SUPPORTED = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64"];

// A placeholder that waits for an install script is a few hundred bytes.
const SMALLEST_BINARY = 100_000;

export function requirePlatform() {
  const platform = `${process.platform}-${process.arch}`;
  if (!SUPPORTED.includes(platform)) {
    throw new SetupError(
      `OpenCode Kit does not run on ${platform}: use one of ${SUPPORTED.join(", ")}, in a container if need be.`,
    );
  }
  if (isMusl()) {
    throw new SetupError(
      "OpenCode Kit needs a Linux with glibc, because workerd has no build for musl: use Debian, Ubuntu or Fedora, in a container if need be.",
    );
  }
}

function isMusl() {
  if (process.platform !== "linux") return false;
  return process.report?.getReport().header.glibcVersionRuntime === undefined;
}

/** Names of the packages whose program is not there. */
export function missingBinaries() {
  const missing = [];
  if (!isBinary(OPENCODE)) missing.push("opencode-ai");
  if (!isBinary(RIPGREP)) missing.push("@vscode/ripgrep");
  return missing;
}

/** Puts OpenCode's program for this processor in its place, which is what the package's install script does. */
export function ensureOpenCode() {
  if (isBinary(OPENCODE)) return;
  const folder = join(nodeModules, "opencode-ai");
  const { status, stderr } = spawnSync(toolchainNode(), ["postinstall.mjs"], { cwd: folder, encoding: "utf8" });
  if (status === 0 && isBinary(OPENCODE)) return;
  throw new SetupError(
    `OpenCode does not run on this ${process.platform} ${process.arch} system (${stderr.trim()}): delete the folder node_modules and run the command again.`,
  );
}

function isBinary(path) {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > SMALLEST_BINARY;
}
