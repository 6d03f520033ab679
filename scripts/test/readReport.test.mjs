import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readReport } from "./readReport.mjs";

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function report({ passed, failed, files = [] }, code) {
  const path = join(folder, "report.json");
  await writeFile(path, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files }));
  return readReport(path, code);
}

test("counts the tests", async () => {
  expect(await report({ passed: 3, failed: 0 }, 0)).toEqual({ passed: 3, failed: 0 });
  const files = [{ status: "failed", assertionResults: [{ status: "failed" }, { status: "failed" }] }];
  expect(await report({ passed: 3, failed: 2, files }, 1)).toEqual({ passed: 3, failed: 2 });
});

test("a file that could not be loaded is a failure", async () => {
  const files = [{ status: "failed", assertionResults: [] }];
  expect(await report({ passed: 3, failed: 0, files }, 1)).toEqual({ passed: 3, failed: 1 });
});

test("a bad end is a failure though every test passed", async () => {
  expect(await report({ passed: 3, failed: 0 }, 1)).toEqual({ passed: 3, failed: 1 });
});

test("no test and no report are failures", async () => {
  expect(await report({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
  expect(readReport(join(folder, "none.json"), 0)).toEqual({ passed: 0, failed: 1 });
});
