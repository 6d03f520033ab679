/** `npm run build` installs what is missing and builds the packages. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main }) =>
  main(async () => {
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    const { buildPackages } = await import("./buildPackages.mjs");
    return buildPackages();
  }),
);
