import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openWorkspace } from "./workspace.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

function git(directory: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: directory, encoding: "utf8" }).trim();
}

describe("openWorkspace", () => {
  it("makes a clean repository of the template, beside the agent's home", async () => {
    const { directory, home } = await openWorkspace(folder, { "src/a.ts": "export {};\n" });
    expect(home.startsWith(directory)).toBe(false);
    expect(await readFile(join(directory, "src/a.ts"), "utf8")).toBe("export {};\n");
    expect(git(directory, "status", "--porcelain")).toBe("");
    expect(git(directory, "log", "--format=%an %s")).toBe("OpenCode Start");
    expect(git(directory, "ls-files")).toBe("src/a.ts");
  });

  it("makes a commit where the template is empty", async () => {
    const { directory } = await openWorkspace(folder);
    expect(git(directory, "rev-list", "--count", "HEAD")).toBe("1");
  });

  it("leaves a workspace as it is when opened again", async () => {
    const { directory } = await openWorkspace(folder, { a: "1" });
    await writeFile(join(directory, "a"), "2");
    await openWorkspace(folder, { a: "1" });
    expect(await readFile(join(directory, "a"), "utf8")).toBe("2");
    expect(git(directory, "rev-list", "--count", "HEAD")).toBe("1");
  });

  it("refuses a template that leaves the workspace", async () => {
    await expect(openWorkspace(folder, { "../x": "" })).rejects.toMatchObject({ code: "bad_request" });
  });

  it("says to install git where there is none", async () => {
    vi.stubEnv("PATH", folder);
    await expect(openWorkspace(folder)).rejects.toMatchObject({
      code: "agent_unavailable",
      message: expect.stringContaining("install git"),
    });
  });
});
