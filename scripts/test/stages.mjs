/**
 * The stages of `npm test`, in order: quick ones first. A stage has a `name`, says what it `checks`, and is either a
 * list of `commands`, which count as one test, or a Vitest `suite`, which counts its own.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildCommand } from "../buildPackages.mjs";
import { root, toolchainNode } from "../setup/paths.mjs";
import { SOURCE_CONDITION, tool } from "../tools.mjs";

const WORKSPACES = [
  "packages/client",
  "packages/react",
  "packages/server",
  "apps/storybook",
  "apps/demo",
  "apps/react18",
  "bench",
];

const script = (path) => [toolchainNode(), join(root, path)];

export const STAGES = [
  check("format", "every file is formatted", () => [[...tool("oxfmt"), "--check"]]),
  check("lint", "the linter's rules hold", () => [tool("oxlint")]),
  check("lanes", "imports run one way", () => [script("scripts/lanes.mjs")]),
  check("types", "every workspace type-checks", typeChecks),
  check("build", "the packages build as they are published", () => [buildCommand()]),
  suite("scripts", "the repository's own scripts", "scripts/vitest.config.mjs"),
  suite("client", "wire contract, folds and client", "packages/client/vitest.config.ts"),
  suite("server-node", "local sandbox host, against the real agent", "packages/server/vitest.node.config.ts"),
  suite("server-workerd", "the Durable Object in workerd", "packages/server/vitest.workerd.config.ts"),
  suite(
    "real",
    "steering, and faults of streams, agents, objects and workerd, on the real agent",
    "packages/server/vitest.real.config.ts",
  ),
  suite("react", "hooks and components in Chromium, and on a server", "packages/react/vitest.config.ts"),
  suite("react18", "the same ground on React 18", "apps/react18/vitest.config.ts"),
  suite("stories", "every story, with interaction and accessibility", "apps/storybook/vitest.config.ts"),
  suite("demo", "the demo in Chromium, against the real agent", "apps/demo/vitest.config.ts"),
];

function check(name, checks, commands) {
  return { name, checks, commands };
}

function suite(name, checks, config) {
  const slash = config.lastIndexOf("/");
  return { name, checks, suite: { workspace: config.slice(0, slash), config: config.slice(slash + 1) } };
}

/** One command for each tsconfig that is not for building. A workspace must have one. */
function typeChecks() {
  return WORKSPACES.flatMap((workspace) => {
    const folder = join(root, workspace);
    const extra = readdirSync(folder).filter((file) => /^tsconfig\.(?!build\b)\w+\.json$/.test(file));
    return ["tsconfig.json", ...extra].map((config) => [
      ...tool("typescript", { bin: "tsc" }),
      "--noEmit",
      "-p",
      join(folder, config),
    ]);
  });
}

/** The command of a Vitest suite; `report` is where it writes its counts. */
export function suiteCommand({ workspace, config }, report) {
  if (!existsSync(join(root, workspace, config))) throw new Error(`${workspace}/${config} does not exist.`);
  const [node, vitest] = tool("vitest", { workspace });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return [node, SOURCE_CONDITION, vitest, "run", "--config", config, ...reporters];
}
