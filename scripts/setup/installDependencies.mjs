import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { HIDDEN_LOCK, missingForPlatform, placesForPlatform } from "./packages.mjs";
import { nodeModules, root, toolchainNode } from "./paths.mjs";
import { withProgress } from "./withProgress.mjs";

/**
 * Fills node_modules as the lock file says; no package's own script runs. This is `npm install` and not `npm ci`,
 * which refuses a lock file that does not list the optional packages of every other system.
 */
export async function installDependencies() {
  // npm writes its own lock last. Without it, folders may hold half of a package, which npm would take for whole.
  const isWhole = existsSync(HIDDEN_LOCK);
  await rm(isWhole ? HIDDEN_LOCK : nodeModules, { recursive: true, force: true });

  const places = placesForPlatform();
  const count = () => `${places.filter((place) => existsSync(join(place, "package.json"))).length} of ${places.length}`;
  const install = () =>
    npm(["install", "--no-save", "--include=dev", "--include=optional"], { cwd: root, what: "The dependencies" });
  await withProgress("Installing dependencies", install, () => `${count()} packages`);
}

/**
 * Adds what the lock file's own system did not need. It runs on the toolchain's Node, because npm leaves out optional
 * packages that ask for a newer Node than its own.
 */
export async function installMissingForPlatform() {
  const missing = missingForPlatform();
  if (missing.length === 0) return;
  const system = `${process.platform} ${process.arch}`;
  const install = () =>
    npm(["install", "--no-save", ...missing], { cwd: root, node: toolchainNode(), what: `Packages for ${system}` });
  await withProgress(`Installing ${missing.length} more packages for ${system}`, install);
}
