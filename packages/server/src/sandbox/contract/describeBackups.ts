import { chmod, mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentServer } from "@opencode-kit/client/source";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxBackup, SandboxPort } from "../SandboxPort.ts";
import { prompt, readSession, runShell, startSession } from "./askAgent.ts";
import { HOSTILE_NAMES } from "./hostileNames.ts";
import type { OpenedForTest, OpenForTest } from "./OpenedForTest.ts";

export function describeBackups(open: OpenForTest): void {
  describe("a backup", () => {
    let opened: OpenedForTest;
    let sandbox: SandboxPort;
    let agent: AgentServer;
    let first: SandboxBackup;
    let sessionId: string;
    const at = (path: string): string => join(opened.directory, path);

    beforeAll(async () => {
      opened = await open();
      sandbox = opened.sandbox;
      await sandbox.openWorkspace();
      agent = await sandbox.openAgent();
    });

    afterAll(() => opened?.close());

    it("is made while the agent runs", async () => {
      await mkdir(at("names"));
      for (const name of HOSTILE_NAMES) await writeFile(at(`names/${name}`), name);
      await writeFile(at("script"), "1");
      await chmod(at("script"), 0o755);
      await symlink("script", at("link"));
      await mkdir(at("empty"));
      sessionId = await startSession(agent);
      await prompt(agent, sessionId, "What can you do?");
      const before = Date.now();
      first = await sandbox.createBackup();
      expect(first.id).not.toBe("");
      expect(first.createdAt).toBeGreaterThanOrEqual(before - 1000);
      expect(first.createdAt).toBeLessThanOrEqual(Date.now() + 1000);
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      expect((await sandbox.openAgent()).bootId).toBe(agent.bootId);
    });

    it("is put back with files and sessions as they were, and the agent goes on", async () => {
      const { id } = await sandbox.openWorkspace();
      const told = (await readSession(agent, sessionId)) ?? "";
      expect(told).not.toBe("");
      await rm(at("names"), { recursive: true });
      await rm(at("link"));
      await writeFile(at("script"), "2");
      await writeFile(at("later"), "");
      const later = await startSession(agent);
      await prompt(agent, later, "What can you do?");
      await prompt(agent, sessionId, "What can you do?");

      await sandbox.restoreBackup(JSON.parse(JSON.stringify(first)) as SandboxBackup);
      expect((await sandbox.openWorkspace()).id).toBe(id);
      expect((await readdir(at(""))).filter((name) => name !== ".git").sort()).toEqual([
        "empty",
        "link",
        "names",
        "script",
      ]);
      expect((await readdir(at("names"))).sort()).toEqual([...HOSTILE_NAMES].sort());
      for (const name of HOSTILE_NAMES) expect(await readFile(at(`names/${name}`), "utf8")).toBe(name);
      expect([await readFile(at("script"), "utf8"), (await stat(at("script"))).mode & 0o777]).toEqual(["1", 0o755]);
      expect(await readlink(at("link"))).toBe("script");

      const again = await sandbox.openAgent();
      expect(again.bootId).not.toBe(agent.bootId);
      agent = again;
      expect(await readSession(agent, sessionId)).toBe(told);
      expect(await readSession(agent, later)).toBeUndefined();
      expect(await prompt(agent, sessionId, "What can you do?")).not.toBe("");
      await runShell(agent, "echo 3 > script");
      expect(await readFile(at("script"), "utf8")).toBe("3\n");
    });

    it("is told to who watches", async () => {
      const stop = new AbortController();
      const batches: number[] = [];
      const known = new Set<string>();
      const watching = (async () => {
        for await (const batch of sandbox.watchFiles(stop.signal)) {
          batches.push(batch.length);
          if (batch.length === 0) {
            known.clear();
            for (const { path } of (await sandbox.listFiles()).entries) known.add(path);
          }
          for (const change of batch) {
            if (change.type === "set") known.add(change.entry.path);
            else for (const path of known) if (`${path}/`.startsWith(`${change.path}/`)) known.delete(path);
          }
        }
      })();
      await expect.poll(() => batches.length, { timeout: opened.waitMs }).toBeGreaterThan(0);
      await writeFile(at("after"), "");
      await expect.poll(() => known.has("after"), { timeout: opened.waitMs }).toBe(true);
      await sandbox.restoreBackup(first);
      await expect.poll(() => known.has("after"), { timeout: opened.waitMs }).toBe(false);
      await writeFile(at("again"), "");
      await expect.poll(() => known.has("again"), { timeout: opened.waitMs }).toBe(true);
      stop.abort();
      await watching;
    });

    it("is one of several, each to be put back, also after the sandbox was destroyed", async () => {
      await writeFile(at("second"), "");
      const second = await sandbox.createBackup();
      expect(second.id).not.toBe(first.id);
      await sandbox.destroy();
      await sandbox.restoreBackup(second);
      expect((await sandbox.statFile("second")).kind).toBe("file");
      await sandbox.restoreBackup(first);
      await expect(sandbox.statFile("second")).rejects.toMatchObject({ code: "not_found" });
      agent = await sandbox.openAgent();
      expect(await readSession(agent, sessionId)).not.toBeUndefined();
    });

    it("is made of what is there while it changes", async () => {
      agent = await sandbox.openAgent();
      const session = await startSession(agent);
      const working = runShell(agent, "for i in $(seq 300); do echo $i > churn-$i; rm -f churn-$((i - 1)); done");
      const backup = await sandbox.createBackup();
      await working;
      await sandbox.restoreBackup(backup);
      agent = await sandbox.openAgent();
      expect(await readSession(agent, session)).not.toBeUndefined();
    });

    it("is not made for one who has gone", async () => {
      await expect(sandbox.createBackup(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    });

    it("is missing once it is deleted, and what is there stays as it is", async () => {
      agent = await sandbox.openAgent();
      const { bootId } = agent;
      const backup = await sandbox.createBackup();
      await sandbox.deleteBackup(backup);
      await sandbox.deleteBackup(backup);
      const { id, handle } = backup;
      for (const made of ["none", "..", "../x", "a/b", ""].map((name) => ({
        ...backup,
        id: name,
        handle: JSON.parse(JSON.stringify(handle).replaceAll(id, name)) as SandboxBackup["handle"],
      }))) {
        await expect(sandbox.restoreBackup(made)).rejects.toMatchObject({ code: "backup_missing" });
        await sandbox.deleteBackup(made);
      }
      await expect(sandbox.restoreBackup(backup)).rejects.toMatchObject({ code: "backup_missing" });
      expect((await sandbox.openAgent()).bootId).toBe(bootId);
      await sandbox.restoreBackup(first);
    });
  });
}
