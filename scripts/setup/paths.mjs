import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const nodeModules = join(root, "node_modules");
export const cache = join(nodeModules, ".cache", "opencode-kit");
export const lockFile = join(root, "package-lock.json");

/** Where the npm package `node` puts the toolchain's Node. */
export const packagedNode = join(nodeModules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** The Node that runs the tools: the packaged one, or the machine's own where set-up could not get it. */
export function toolchainNode() {
  return existsSync(packagedNode) ? packagedNode : process.execPath;
}
