/** Where the tools are and the environment that they run in. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { root, toolchainNode } from "./setup/paths.mjs";

/** Resolves the packages of the workspace to their sources, so that nothing has to be built first. */
export const SOURCE_CONDITION = "--conditions=@opencode-kit/source";

const NO_TELEMETRY = {
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  STORYBOOK_DISABLE_TELEMETRY: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
};

/** The tools' own children find the toolchain's Node first, too. */
export function toolEnvironment(extra = {}) {
  const path = [dirname(toolchainNode()), process.env.PATH].filter(Boolean).join(delimiter);
  // Some tools colour their output wherever CI is set.
  const isPlain = process.stdout.isTTY !== true && process.env.FORCE_COLOR === undefined;
  return { ...process.env, ...NO_TELEMETRY, ...(isPlain ? { NO_COLOR: "1" } : {}), PATH: path, ...extra };
}

/** A tool's script as `[command, ...args]`, found from the workspace that depends on it. */
export function tool(name, { workspace = ".", bin = name, nodeArgs = [] } = {}) {
  const folder = packageFolder(name, join(root, workspace));
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin];
  return [toolchainNode(), ...nodeArgs, join(folder, script)];
}

/** A package's folder; its package.json need not be among its exports. */
function packageFolder(name, from) {
  const places = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  const place = places.find((folder) => existsSync(join(folder, name, "package.json")));
  if (place === undefined) throw new Error(`${name} is not installed: run \`npm run setup\`.`);
  return join(place, name);
}
