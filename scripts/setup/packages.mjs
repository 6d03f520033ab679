/** What the lock file asks for, against what is in node_modules. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lockFile, nodeModules, root } from "./paths.mjs";

/** What npm says is installed; it writes this at the end of an installation. */
export const HIDDEN_LOCK = join(nodeModules, ".package-lock.json");

export function lockHash() {
  return createHash("sha256").update(readFileSync(lockFile)).digest("hex");
}

function readLock() {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

/** Whether npm placed each package of the lock file in the version that it names. */
export function matchesLock() {
  if (!existsSync(HIDDEN_LOCK)) return false;
  const installed = JSON.parse(readFileSync(HIDDEN_LOCK, "utf8")).packages;
  return Object.entries(readLock()).every(([path, { link, optional, version }]) => {
    if (!path.startsWith("node_modules/") || optional) return true;
    if (link) return existsSync(join(root, path, "package.json"));
    return installed[path]?.version === version && existsSync(join(root, path));
  });
}

/** The folders that an installation fills on this system. */
export function placesForPlatform() {
  return Object.entries(readLock())
    .filter(([path, entry]) => path.includes("node_modules/") && !entry.link)
    .filter(([, entry]) => !entry.optional || isForPlatform(entry, process))
    .map(([path]) => join(root, path));
}

/** Packages that this platform needs and that are not there, as `name@version`. */
export function missingForPlatform(platform = process) {
  const lock = readLock();
  const missing = new Set();
  for (const [path, entry] of Object.entries(lock)) {
    if (!path.startsWith("node_modules/")) continue;
    if (entry.optional && isForPlatform(entry, platform) && !existsSync(join(root, path))) {
      missing.add(`${nameOf(path)}@${entry.version}`);
    }
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isNamedForPlatform(name, platform) && !isInLock(lock, path, name)) missing.add(`${name}@${version}`);
    }
  }
  return [...missing];
}

function isForPlatform({ os, cpu, libc }, { platform, arch }) {
  if (os === undefined && cpu === undefined) return false;
  return (
    (os ?? [platform]).includes(platform) && (cpu ?? [arch]).includes(arch) && (libc ?? ["glibc"]).includes("glibc")
  );
}

/** A lock file that was written on another system may lack this one's packages; their names tell. */
function isNamedForPlatform(name, { platform, arch }) {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const systems = platform === "win32" ? ["win32", "windows", "win"] : [platform];
  const isFor = (names) => names.some((each) => words.includes(each));
  return isFor(systems) && isFor([arch, ...(arch === "x64" ? ["64"] : [])]) && !isFor(["musl", "gnux32"]);
}

function isInLock(lock, path, name) {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf("/node_modules/"))) {
    if (lock[`${at}/node_modules/${name}`] !== undefined) return true;
    if (!at.includes("/node_modules/")) return lock[`node_modules/${name}`] !== undefined;
  }
}

function nameOf(path) {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}
