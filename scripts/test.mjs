/** `npm test` installs what is missing and runs every check. `--only a,b` runs some stages, `--list` names them. */
import "./setup/requireNode.mjs";

import("./run.mjs").then(({ main }) =>
  main(async () => {
    const { chooseStages } = await import("./test/chooseStages.mjs");
    const stages = chooseStages(process.argv.slice(2));
    if (stages.length === 0) return 0;
    const { setUp } = await import("./setup/setUp.mjs");
    await setUp();
    const { runStages } = await import("./test/runStages.mjs");
    return runStages(stages);
  }),
);
