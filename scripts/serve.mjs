import { createServer } from "node:net";
import { join } from "node:path";
import { run } from "./run.mjs";
import { root } from "./setup/paths.mjs";
import { SOURCE_CONDITION, tool, toolEnvironment } from "./tools.mjs";

const STORYBOOK_PORT = 6006;

/** Vite takes the next port if its own is taken, and says so. */
export function serveDemo(args) {
  // Node itself reads the configuration, and finds the packages' sources by their condition.
  return serve("vite", "apps/demo", ["--configLoader", "native", ...args]);
}

export async function serveStorybook(args) {
  const isPortNamed = args.some((arg) => /^(-p|--port)/.test(arg));
  const port = isPortNamed ? [] : ["--port", String(await freePort(STORYBOOK_PORT))];
  return serve("storybook", "apps/storybook", ["dev", "--ci", "--no-open", "--no-version-updates", ...port, ...args]);
}

async function serve(name, workspace, args) {
  const endWithInput = new URL("run/endWithInput.mjs", import.meta.url).href;
  const [command, ...first] = tool(name, { workspace, nodeArgs: [SOURCE_CONDITION, `--import=${endWithInput}`] });
  const options = { cwd: join(root, workspace), env: toolEnvironment(), stdin: "pipe" };
  const { code } = await run(command, [...first, ...args], options);
  return code;
}

async function freePort(wanted) {
  for (let port = wanted; port < wanted + 100; port++) {
    if (await isFree(port)) {
      if (port !== wanted) console.log(`Port ${wanted} is in use, so Storybook takes ${port}.`);
      return port;
    }
  }
  return wanted;
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
