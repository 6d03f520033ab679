/** Brings a checkout to the state in which everything runs, and does nothing where it is there already. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureOpenCode, missingBinaries, requirePlatform } from "./binaries.mjs";
import { ensureNode, hasToolchainNode } from "./ensureNode.mjs";
import { installDependencies, installMissingForPlatform } from "./installDependencies.mjs";
import { lockHash, matchesLock } from "./packages.mjs";
import { nodeModules, packagedNode, root } from "./paths.mjs";
import { SetupError } from "./SetupError.mjs";
import { withLock } from "./withLock.mjs";

const STAMP = join(nodeModules, ".opencode-kit-setup.json");

export async function setUp() {
  if (isDone()) return;
  requirePlatform();
  await withLock(async () => {
    if (isDone()) return;
    if (isForAnotherSystem() || !hasDirectDependencies() || !matchesLock()) await installDependencies();
    await ensureNode();
    await installMissingForPlatform();
    ensureOpenCode();
    const missing = missingBinaries();
    if (missing.length > 0) {
      throw new SetupError(
        `The program of ${missing.join(" and ")} is missing: delete the folder node_modules and run the command again.`,
      );
    }
    await writeFile(STAMP, `${JSON.stringify(stamp())}\n`);
  });
}

function isDone() {
  const was = readStamp();
  if (was === undefined) return false;
  const is = stamp();
  return (
    Object.keys(is).every((key) => was[key] === is[key]) &&
    hasToolchainNode() &&
    hasDirectDependencies() &&
    missingBinaries().length === 0
  );
}

/** The size tells a Node that an interrupted copy or an install script cut short. */
function stamp() {
  const size = statSync(packagedNode, { throwIfNoEntry: false })?.size ?? 0;
  return { lock: lockHash(), platform: process.platform, arch: process.arch, node: size };
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, "utf8"));
  } catch {
    return undefined;
  }
}

function isForAnotherSystem() {
  const was = readStamp();
  return was !== undefined && (was.platform !== process.platform || was.arch !== process.arch);
}

function hasDirectDependencies() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.every((name) => existsSync(join(nodeModules, name, "package.json")));
}
