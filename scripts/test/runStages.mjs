import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolEnvironment } from "../tools.mjs";
import { runStage } from "./runStage.mjs";

/** Runs the stages one after the other and ends with the line of counts; returns the exit code. */
export async function runStages(stages) {
  // Short, because sockets live below it and their paths are limited to about 100 characters.
  const folder = await mkdtemp(join(tmpdir(), "ock-"));
  const results = [];
  try {
    const env = testEnvironment(folder);
    for (const stage of stages) {
      console.log(`\n━━ ${stage.name}: ${stage.checks}`);
      const start = Date.now();
      const counts = await runStage(stage, { env, folder });
      const result = { name: stage.name, seconds: (Date.now() - start) / 1000, ...counts };
      results.push(result);
      console.log(lineOf(result));
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return summarise(results);
}

/** What the tools keep for themselves goes to the folder that is removed, and not to the user's home. */
function testEnvironment(folder) {
  return toolEnvironment({
    TMPDIR: folder,
    TMP: folder,
    TEMP: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_STATE_HOME: join(folder, "state"),
  });
}

function lineOf({ name, seconds, passed, failed }) {
  const outcome = failed === 0 ? "✓" : "✗";
  return `${outcome} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed`;
}

function summarise(results) {
  console.log(`\n${results.map(lineOf).join("\n")}\n`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed] = [sum("passed"), sum("failed")];
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
