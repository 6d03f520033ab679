import { root } from "./setup/paths.mjs";
import { endSignal, run } from "./run.mjs";
import { tool, toolEnvironment } from "./tools.mjs";

export function buildCommand() {
  return [...tool("turbo"), "run", "build", "--filter=./packages/*", "--output-logs=errors-only", "--ui=stream"];
}

/** Builds the packages that changed since they were built; returns the exit code. */
export async function buildPackages() {
  const [command, ...args] = buildCommand();
  const { code } = await run(command, args, { cwd: root, env: toolEnvironment() });
  endSignal.throwIfAborted();
  return code;
}
