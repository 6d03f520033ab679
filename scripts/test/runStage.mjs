import { join } from "node:path";
import { endSignal, run } from "../run.mjs";
import { root } from "../setup/paths.mjs";
import { readReport } from "./readReport.mjs";
import { suiteCommand } from "./stages.mjs";

const DEADLINE_MS = 10 * 60_000;

/** Runs one stage and counts what passed and failed in it. */
export async function runStage(stage, { env, folder }) {
  try {
    return stage.suite === undefined ? await runCheck(stage, env) : await runSuite(stage, env, folder);
  } catch (error) {
    endSignal.throwIfAborted();
    console.error(error.message);
    return { passed: 0, failed: 1 };
  }
}

/** All commands run, so that one run shows all mistakes. */
async function runCheck({ commands }, env) {
  let isGood = true;
  for (const [command, ...args] of commands()) {
    const ended = await run(command, args, { cwd: root, env, deadlineMs: DEADLINE_MS });
    endSignal.throwIfAborted();
    noteEnd(ended);
    if (ended.code !== 0) isGood = false;
  }
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
}

async function runSuite({ name, suite }, env, folder) {
  const report = join(folder, `${name}.json`);
  const [command, ...args] = suiteCommand(suite, report);
  const ended = await run(command, args, { cwd: join(root, suite.workspace), env, deadlineMs: DEADLINE_MS });
  endSignal.throwIfAborted();
  noteEnd(ended);
  return readReport(report, ended.timedOut ? 1 : ended.code);
}

function noteEnd({ timedOut, left }) {
  if (timedOut) console.error(`Ended after ${DEADLINE_MS / 60_000} minutes without a result.`);
  if (left > 0) console.error(`Ended ${left} ${left === 1 ? "process" : "processes"} that it left behind.`);
}
