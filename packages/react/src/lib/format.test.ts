import { expect, test } from "vitest";
import { formatBytes, formatCost, formatCount, formatDuration } from "./format.ts";

test("durations are short and keep their width", () => {
  expect([0, 420, 1000, 61_000, 3_720_000, -5].map(formatDuration)).toEqual([
    "0.0s",
    "0.4s",
    "1s",
    "1m 01s",
    "1h 02m",
    "0.0s",
  ]);
});

test("bytes, counts and money are short", () => {
  expect([0, 999, 1234, 38_400_000].map(formatBytes)).toEqual(["0 B", "999 B", "1.2 kB", "38 MB"]);
  expect([999, 1234, 38_400, 1_400_000].map(formatCount)).toEqual(["999", "1.2k", "38k", "1.4M"]);
  expect([0.0231, 1.5].map(formatCost)).toEqual(["$0.0231", "$1.50"]);
});
