import { parseArgs } from "node:util";
import { SetupError } from "../setup/SetupError.mjs";
import { STAGES } from "./stages.mjs";

/** Reads the command line: which stages to run, or none where it only asks for their names. */
export function chooseStages(args) {
  const { only, list } = readOptions(args);
  if (list) {
    for (const { name, checks } of STAGES) console.log(`${name.padEnd(16)} ${checks}`);
    return [];
  }
  if (only === undefined) return STAGES;
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new SetupError(
      `There is no stage ${unknown.join(", ")}: the stages are ${STAGES.map(({ name }) => name).join(", ")}.`,
    );
  }
  return STAGES.filter(({ name }) => names.includes(name));
}

function readOptions(args) {
  try {
    return parseArgs({ args, options: { only: { type: "string" }, list: { type: "boolean" } } }).values;
  } catch (error) {
    throw new SetupError(
      `${error.message}: use \`npm test\`, \`npm test -- --only lint,client\` or \`npm test -- --list\`.`,
    );
  }
}
