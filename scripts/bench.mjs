/** `npm run bench` installs what is missing and measures what a run costs. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main, run }) =>
  main(async () => {
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    const { join } = await import("node:path");
    const { root, toolchainNode } = await import("./setup/paths.mjs");
    const { SOURCE_CONDITION, toolEnvironment } = await import("./tools.mjs");
    const given = process.argv.slice(2);
    const args = [SOURCE_CONDITION, join(root, "bench/src/main.ts"), ...given];
    const env = given.includes("--part=events") ? {} : await chromium();
    return (await run(toolchainNode(), args, { env: toolEnvironment(env) })).code;
  }),
);

async function chromium() {
  const { chromiumLaunchOptions } = await import("./chromium.mjs");
  return { CHROMIUM_LAUNCH_OPTIONS: JSON.stringify(await chromiumLaunchOptions()) };
}
