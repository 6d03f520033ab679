/**
 * `npm run bench`: what a run costs, from 100 to 50,000 events of OpenCode's. `--json FILE` writes the results,
 * `--strict` fails on a missed budget, `--shape session|prompt` and `--max EVENTS` measure less.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { RunShape } from "./generateRun.ts";
import { judge } from "./report/budgets.ts";
import { formatResult, formatVerdicts } from "./report/printReport.ts";
import { runBench } from "./runBench.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    strict: { type: "boolean", default: false },
    shape: { type: "string" },
    max: { type: "string", default: "50000" },
  },
});
const shapes = (["session", "prompt"] satisfies RunShape[]).filter(
  (shape) => values.shape === undefined || values.shape === shape,
);

const results = [];
for (const shape of shapes) {
  results.push(await runBench(shape, Number(values.max), (what) => process.stderr.write(`${what}\n`)));
}
const verdicts = results.map((result) => ({ shape: result.shape, verdicts: judge(result) }));
for (const result of results) console.log(formatResult(result));
console.log(`\n${verdicts.map((each) => formatVerdicts(each.shape, each.verdicts)).join("\n")}`);
const all = verdicts.flatMap((each) => each.verdicts);
const met = all.filter(({ isMet }) => isMet).length;
console.log(`\n${met} of ${all.length} budgets are met.`);
if (values.json !== undefined) {
  const about = { node: process.version, at: new Date().toISOString() };
  writeFileSync(values.json, `${JSON.stringify({ ...about, results, verdicts }, undefined, 2)}\n`);
}
process.exitCode = values.strict && met < all.length ? 1 : 0;
