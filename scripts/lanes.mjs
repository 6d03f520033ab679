/** Fails when an import runs against the order of the folders. The rules are in `lanes/lanes.mjs`. */
import { readFile } from "node:fs/promises";
import { glob } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { checkImport } from "./lanes/checkImport.mjs";
import { readImports } from "./lanes/readImports.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const isIgnored = (path) => /(^|[\\/])(node_modules|dist|storybook-static|\.wrangler|\.opencode-kit)$/.test(path);

const manifests = { "": await readJson("package.json") };
for await (const path of glob("{packages/*,apps/*,bench}/package.json", { cwd: root })) {
  manifests[slashed(path).replace(/\/package\.json$/, "")] = await readJson(path);
}

let imports = 0;
const wrong = [];
for await (const path of glob("{packages,apps,bench}/**/*.{ts,tsx,mts}", { cwd: root, exclude: isIgnored })) {
  const file = slashed(path);
  for (const found of readImports(file, await readFile(new URL(`../${file}`, import.meta.url), "utf8"))) {
    imports++;
    const problem = checkImport({ file, ...found }, manifests);
    if (problem !== undefined) wrong.push(`${file}:${found.line} ${problem}.`);
  }
}

for (const line of wrong.sort()) console.error(line);
console.log(`${imports} imports, ${wrong.length} against the lanes.`);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function readJson(path) {
  return JSON.parse(await readFile(new URL(`../${slashed(path)}`, import.meta.url), "utf8"));
}

function slashed(path) {
  return path.replaceAll("\\", "/");
}
