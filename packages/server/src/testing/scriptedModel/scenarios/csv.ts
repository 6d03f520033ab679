import type { Scenario } from "../Scenario.ts";

const SCRIPT = `import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const [, , file = "report.csv"] = process.argv;
const regions = ["North", "East", "South", "West"];
const products = ["Basic", "Plus", "Pro", "Team"];

// A linear congruential generator: the same figures at every run.
let seed = 20_260_101;
const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;

const rows = ["month,region,product,units,revenue"];
for (let month = 1; month <= 12; month++) {
  let units = 0;
  for (const region of regions) {
    for (const [tier, product] of products.entries()) {
      const sold = Math.round((120 + random() * 380) / (tier + 1));
      units += sold;
      rows.push([\`2026-\${String(month).padStart(2, "0")}\`, region, product, sold, (sold * (tier + 1) * 9.9).toFixed(2)].join(","));
    }
  }
  console.log(\`\\u001b[32m✓\\u001b[0m 2026-\${String(month).padStart(2, "0")}  \${String(units).padStart(5)} units\`);
  await pause(220);
}
writeFileSync(file, rows.join("\\n") + "\\n");
console.log(\`Wrote \${rows.length} lines to \${file}\`);
`;

/** A script with live output that ends in a file to download. */
export const csv: Scenario = {
  name: "csv",
  matches: (prompt) => /csv|sales|report/i.test(prompt),
  turn: ({ prompt, step }) => {
    const file = /[\w-]+\.csv\b/.exec(prompt)?.[0] ?? "report.csv";
    switch (step) {
      case 0:
        return {
          reasoning:
            "A small script is easier to check than figures made up in prose. Seed the generator, so that the file is the same at every run.",
          text: "I will write a script that produces the figures, so that they can be made again.",
          tools: [{ tool: "write", input: { filePath: "scripts/make-report.mjs", content: SCRIPT } }],
        };
      case 1:
        return {
          text: `Now run it to write \`${file}\`.`,
          tools: [
            { tool: "bash", input: { command: `node scripts/make-report.mjs ${file}`, description: `Write ${file}` } },
          ],
        };
      case 2:
        return {
          text: "A look at the result:",
          tools: [
            { tool: "bash", input: { command: `head -4 ${file}`, description: "Show the first rows" } },
            { tool: "bash", input: { command: `wc -l ${file}`, description: "Count the lines" } },
          ],
        };
      default:
        return {
          text: `\`${file}\` is ready: one header and 192 rows.

| column | meaning |
|---|---|
| \`month\` | 2026-01 to 2026-12 |
| \`region\` | North, East, South, West |
| \`product\` | Basic, Plus, Pro, Team |
| \`units\` | units sold |
| \`revenue\` | units × list price |

Run \`node scripts/make-report.mjs ${file}\` to make it again; the figures do not change.`,
        };
    }
  },
};
