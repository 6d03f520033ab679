import { describe } from "vitest";
import { describeAgent } from "./describeAgent.ts";
import { describeBackups } from "./describeBackups.ts";
import { describeFiles } from "./describeFiles.ts";
import { describeWatch } from "./describeWatch.ts";
import type { OpenForTest } from "./OpenedForTest.ts";

export type { OpenedForTest } from "./OpenedForTest.ts";

/** Checks every verb of a `SandboxPort` and the code of each way to fail. Each part opens a sandbox of its own. */
export function describeSandbox(title: string, open: OpenForTest): void {
  describe(`${title} keeps the contract:`, () => {
    describeFiles(open);
    describeWatch(open);
    describeAgent(open);
    describeBackups(open);
  });
}
