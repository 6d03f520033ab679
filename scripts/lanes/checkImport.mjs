import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { LANES } from "./lanes.mjs";

const TEST = /(\.(test|test-d|stories)\.[cm]?tsx?$)|(^|\/)(tests|contract|e2e|\.storybook)\//;
const CONFIG = /(^|\/)[^/]+\.config\.[cm]?[jt]s$/;

export const isTest = (path) => TEST.test(path);
const isTestFile = (path) => /\.(test|test-d)\.[cm]?tsx?$/.test(path);
const isTool = (path) => isTest(path) || CONFIG.test(path);

/**
 * Says in a sentence what is wrong with one import, or nothing. `file` and `workspaces` are paths from the repository's
 * root with forward slashes; `manifests` holds each workspace's package.json, and the root's under "".
 */
export function checkImport({ file, specifier, isType }, manifests) {
  const workspace = Object.keys(manifests).find((path) => path !== "" && file.startsWith(`${path}/`)) ?? "";
  if (specifier.startsWith(".")) return checkRelative(file, specifier, workspace);
  if (specifier.startsWith("virtual:")) return undefined;
  return checkBare(file, specifier, workspace, manifests, isType);
}

function checkRelative(file, specifier, workspace) {
  const target = posix.join(posix.dirname(file), specifier.split("?", 1)[0]);
  if (isTestFile(target)) return `imports the test file ${target}`;
  if (!isTest(file) && isTest(target)) return `imports ${target}, which is for tests`;
  if (workspace !== "" && !target.startsWith(`${workspace}/`)) {
    return isTool(file) ? undefined : `reaches out of ${workspace}: import the other package by its name`;
  }
  const rules = LANES[workspace];
  if (rules === undefined || isTest(file)) return undefined;
  return checkLanes(laneOf(file, workspace), laneOf(target, workspace), rules, workspace);
}

/** The first folder below `src`; "" for a file directly in it, undefined outside. */
function laneOf(path, workspace) {
  const inside = path.slice(workspace.length + 1).split("/");
  if (inside[0] !== "src") return undefined;
  return inside.length > 2 ? inside[1] : "";
}

function checkLanes(from, to, { order, sealed }, workspace) {
  if (from === undefined || to === undefined || from === to) return undefined;
  for (const lane of [from, to]) {
    if (lane !== "" && !order.includes(lane)) return `uses ${lane}/, a lane that ${workspace} does not list`;
  }
  if (to === "") return `imports the package's own front door from ${from}/`;
  if (sealed.includes(to) && !sealed.includes(from)) return `imports ${to}/, which only its own entry point may`;
  if (from === "" || order.indexOf(to) < order.indexOf(from)) return undefined;
  return `imports ${to}/ from ${from}/: the arrow runs ${to}/ after ${from}/`;
}

function checkBare(file, specifier, workspace, manifests, isType) {
  const rules = LANES[workspace];
  const lane = laneOf(file, workspace);
  const isSource = rules !== undefined && lane !== undefined && !isTest(file);
  if (specifier.startsWith("cloudflare:")) return undefined;
  if (isSource && rules.pure.includes(lane)) return `imports ${specifier} in ${lane}/, which is pure`;
  if (isBuiltin(specifier)) {
    return isSource && !rules.node.includes(lane)
      ? `imports ${specifier}, and ${lane || "src"}/ runs without Node`
      : undefined;
  }
  const name = packageOf(specifier);
  if (isSource && name.startsWith("@opencode-kit/") && !rules.kit.includes(specifier)) {
    return `imports ${specifier}, and ${workspace} may import ${rules.kit.join(", ") || "no other package of the kit"}`;
  }
  return checkDeclared(name, { isLoose: !isSource || isType, workspace, manifests });
}

function packageOf(specifier) {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function checkDeclared(name, { isLoose, workspace, manifests }) {
  const own = manifests[workspace];
  const shipped = { ...own.dependencies, ...own.peerDependencies };
  const known = isLoose ? { ...shipped, ...own.devDependencies, ...manifests[""].devDependencies } : shipped;
  if (name === own.name || name in known || `@types/${name}` in known) return undefined;
  return `imports ${name}, which ${workspace || "the root"}/package.json does not list`;
}
