import { existsSync, readFileSync } from "node:fs";

/**
 * Counts from a Vitest JSON report. A suite that ended badly counts at least one failure, also where each of its tests
 * passed or where it wrote no report.
 */
export function readReport(path, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, "utf8"));
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !hasFailed(assertionResults),
  );
  const failed = numFailedTests + unloaded.length;
  if (failed > 0) return { passed: numPassedTests, failed };
  return { passed: numPassedTests, failed: code === 0 && numPassedTests > 0 ? 0 : 1 };
}

function hasFailed(results) {
  return results.some(({ status }) => status === "failed");
}
