import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { WorkspaceChange } from "../sandbox/SandboxPort.ts";
import { WorkspaceWatch } from "./WorkspaceWatch.ts";

let root: string;
let directory: string;
let watch: WorkspaceWatch;
let batches: (readonly WorkspaceChange[])[];
let errors: OpenCodeKitError[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "opencode-kit-test-")));
  directory = join(root, "workspace");
  mkdirSync(join(directory, "folder/deep"), { recursive: true });
  for (let i = 0; i < 50; i += 1) writeFileSync(join(directory, `folder/deep/${i}`), "");
  [batches, errors] = [[], []];
  watch = new WorkspaceWatch(directory, {
    onChanges: (changes) => void batches.push(changes),
    onError: (error) => void errors.push(error),
  });
  await vi.waitUntil(() => batches.length > 0, { timeout: 20_000 });
});

afterEach(async () => {
  await watch.close();
  await rm(root, { recursive: true, force: true });
});

const WAIT = { timeout: 20_000 };
const paths = (): readonly string[] =>
  batches.flat().map((change) => (change.type === "set" ? change.entry.path : `-${change.path}`));

it("tells of a folder that is gone once, and of nothing that was in it", async () => {
  rmSync(join(directory, "folder"), { recursive: true });
  writeFileSync(join(directory, "last"), "");
  await vi.waitFor(() => expect(paths()).toContain("last"), WAIT);
  await vi.waitFor(() => expect(paths()).toContain("-folder"), WAIT);
  expect([...paths()].sort()).toEqual(["-folder", "last"]);
});

it("tells that a folder is gone again after it came back", async () => {
  for (let round = 1; round <= 2; round += 1) {
    rmSync(join(directory, "folder"), { recursive: true });
    await vi.waitFor(() => expect(paths().filter((path) => path === "-folder")).toHaveLength(round), WAIT);
    mkdirSync(join(directory, "folder"));
    await vi.waitFor(() => expect(paths().filter((path) => path === "folder")).toHaveLength(round), WAIT);
  }
});

it("tells of a storm by an empty batch in place of its changes", async () => {
  mkdirSync(join(directory, "storm"));
  for (let i = 0; i < 5_000; i += 1) writeFileSync(join(directory, `storm/${i}`), "");
  await vi.waitFor(() => expect(batches.slice(1).some((batch) => batch.length === 0)).toBe(true), WAIT);
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(1000);
  expect(paths().length).toBeLessThan(4_000);
});

it("ends when its folder is gone", async () => {
  rmSync(directory, { recursive: true });
  await vi.waitFor(() => expect(errors).toMatchObject([{ code: "sandbox_lost", retryable: true }]), WAIT);
});

it("ends when its folder has another name", async () => {
  renameSync(directory, join(root, "elsewhere"));
  await vi.waitFor(() => expect(errors).toMatchObject([{ code: "sandbox_lost" }]), WAIT);
});

it("says again that it stands when it begins anew, in what has taken the place", async () => {
  renameSync(directory, join(root, "elsewhere"));
  mkdirSync(directory);
  watch.restart();
  await vi.waitFor(() => expect(batches).toEqual([[], []]), WAIT);
  writeFileSync(join(directory, "new"), "");
  await vi.waitFor(() => expect(paths()).toEqual(["new"]), WAIT);
});

it("says nothing once it is closed", async () => {
  writeFileSync(join(directory, "file"), "");
  await watch.close();
  watch.restart();
  rmSync(directory, { recursive: true });
  expect([batches, errors]).toEqual([[[]], []]);
});
