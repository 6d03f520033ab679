import { OpenCodeKitError } from "../protocol/index.ts";
import type { RunHost, RunTask } from "./RunTask.ts";

/** What nobody tells of a run any more once it has ended: what it has left running, and whether its file is there. */
export async function tellLastFacts(host: RunHost, { isStopping, endsProcesses }: RunTask): Promise<void> {
  if (isStopping) await tellLeftRunning(host, endsProcesses);
  const { outputFile } = host.state();
  if (outputFile !== undefined) await tellMissing(host, outputFile);
}

async function tellLeftRunning(host: RunHost, endsProcesses: boolean): Promise<void> {
  try {
    const stillRunning = await host.leftRunning(endsProcesses);
    if (stillRunning !== undefined) host.append([{ type: "run.patch", patch: { stillRunning } }]);
  } catch (error) {
    host.onProblem("What a stopped run has left running could not be listed", error);
  }
}

async function tellMissing(host: RunHost, outputFile: string): Promise<void> {
  try {
    await host.findFile(outputFile);
  } catch (error) {
    const isMissing = error instanceof OpenCodeKitError && MISSING.includes(error.code);
    if (isMissing) host.append([{ type: "run.patch", patch: { outputMissing: true } }]);
    else host.onProblem("The file that a run was asked for could not be looked for", error);
  }
}

const MISSING: readonly string[] = ["not_found", "outside_workspace"];
