/** `npm run storybook` installs what is missing and shows the components until it is ended. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main }) =>
  main(async () => {
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    const { serveStorybook } = await import("./serve.mjs");
    return serveStorybook(process.argv.slice(2));
  }),
);
