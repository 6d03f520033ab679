import { closeSync, openSync, writeSync } from "node:fs";
import { expect, it } from "vitest";
import { toDiskError } from "./toDiskError.ts";

function errorOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

it("names a full disk, as the system tells of it", () => {
  const file = openSync("/dev/full", "w");
  const error = errorOf(() => writeSync(file, "x"));
  closeSync(file);
  expect(toDiskError(error)).toMatchObject({ code: "disk_full", message: expect.stringContaining("free some space") });
});

it("leaves other errors alone", () => {
  expect(toDiskError(errorOf(() => openSync("/nowhere/at/all", "r")))).toBeUndefined();
  expect(toDiskError("ENOSPC")).toBeUndefined();
});
