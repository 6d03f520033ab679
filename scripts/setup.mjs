/** `node scripts/setup.mjs` installs what is missing and ends. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main }) =>
  main(async () => {
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    return 0;
  }),
);
