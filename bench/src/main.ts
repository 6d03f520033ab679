/**
 * `npm run bench`: what a run costs, from 100 to 50,000 events of OpenCode's, and what the React kit costs in a browser.
 * `--json FILE` writes the results, `--strict` fails on a missed budget, `--part=events` or `--part=browser`,
 * `--shape session|prompt` and `--max EVENTS` measure less.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { formatBrowserResult, judgeBrowser } from "./browser/reportBrowser.ts";
import { runBrowserBench } from "./browser/runBrowserBench.ts";
import type { RunShape } from "./generateRun.ts";
import { judge } from "./report/budgets.ts";
import { formatResult, formatVerdicts } from "./report/printReport.ts";
import { runBench } from "./runBench.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    strict: { type: "boolean", default: false },
    part: { type: "string" },
    shape: { type: "string" },
    max: { type: "string", default: "50000" },
  },
});
const shapes = (["session", "prompt"] satisfies RunShape[]).filter(
  (shape) => values.part !== "browser" && (values.shape === undefined || values.shape === shape),
);
const say = (what: string): void => void process.stderr.write(`${what}\n`);

const results = [];
for (const shape of shapes) results.push(await runBench(shape, Number(values.max), say));
const browser = values.part === "events" ? undefined : await runBrowserBench(say);

const verdicts = results.map((result) => ({ of: result.shape as string, verdicts: judge(result) }));
if (browser !== undefined) verdicts.push({ of: "browser", verdicts: judgeBrowser(browser) });
for (const result of results) console.log(formatResult(result));
if (browser !== undefined) console.log(formatBrowserResult(browser));
console.log(`\n${verdicts.map((each) => formatVerdicts(each.of, each.verdicts)).join("\n")}`);
const all = verdicts.flatMap((each) => each.verdicts);
const met = all.filter(({ isMet }) => isMet).length;
console.log(`\n${met} of ${all.length} budgets are met.`);
if (values.json !== undefined) {
  const about = { node: process.version, at: new Date().toISOString() };
  writeFileSync(values.json, `${JSON.stringify({ ...about, results, browser, verdicts }, undefined, 2)}\n`);
}
process.exitCode = values.strict && met < all.length ? 1 : 0;
