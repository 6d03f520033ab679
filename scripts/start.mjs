/** `npm start` installs what is missing, builds the packages and runs the demo until it is ended. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main }) =>
  main(async () => {
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    const { buildPackages } = await import("./buildPackages.mjs");
    const failed = await buildPackages();
    if (failed) return failed;
    const { serveDemo } = await import("./serve.mjs");
    return serveDemo(process.argv.slice(2));
  }),
);
