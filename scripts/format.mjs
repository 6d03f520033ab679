/** `npm run format` formats every file and repairs what the linter can repair. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main, run }) =>
  main(async () => {
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    const { root } = await import("./setup/paths.mjs");
    const { tool, toolEnvironment } = await import("./tools.mjs");
    const codes = [];
    for (const [command, ...args] of [tool("oxfmt"), [...tool("oxlint"), "--fix"]]) {
      codes.push((await run(command, args, { cwd: root, env: toolEnvironment() })).code);
    }
    return Math.max(...codes);
  }),
);
