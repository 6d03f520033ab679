import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentServer } from "@opencode-kit/client/source";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxPort } from "../SandboxPort.ts";
import { prompt, runShell, startSession } from "./askAgent.ts";
import type { OpenedForTest, OpenForTest } from "./OpenedForTest.ts";

/** A server of the agent's: it notes its port in the workspace, and says which path it was asked for. */
const SERVE = `node -e "require('http').createServer((q, r) => r.end('hello ' + q.url)).listen(0, '127.0.0.1', function () { require('fs').writeFileSync('port.txt', String(this.address().port)) })" > /dev/null 2>&1 &`;

export function describeAgent(open: OpenForTest): void {
  describe("the agent", () => {
    let opened: OpenedForTest;
    let sandbox: SandboxPort;
    let agent: AgentServer;
    const commands = async (): Promise<readonly string[]> =>
      ((await sandbox.listProcesses?.()) ?? []).map(({ command }) => command);
    const serve = async (): Promise<number> => {
      await rm(join(opened.directory, "port.txt"), { force: true });
      await runShell(agent, SERVE);
      let text = "";
      await expect
        .poll(async () => (text = await readText(sandbox, "port.txt").catch(() => "")), { timeout: opened.waitMs })
        .toMatch(/^\d+$/);
      return Number(text);
    };
    const ask = (url: string): Promise<Response> => (opened.fetchPreview ?? fetch)(url);

    beforeAll(async () => {
      opened = await open();
      sandbox = opened.sandbox;
      await sandbox.openWorkspace();
      agent = await sandbox.openAgent();
    });

    afterAll(() => opened?.close());

    it("starts once, in the workspace", async () => {
      const [one, two] = await Promise.all([sandbox.openAgent(), sandbox.openAgent()]);
      expect([one.bootId, two.bootId]).toEqual([agent.bootId, agent.bootId]);
      expect(agent.version).toMatch(/^\d+\./);
      expect(agent.directory).toBe((await sandbox.openWorkspace()).directory);
      await runShell(agent, "pwd > where.txt");
      expect((await readText(sandbox, "where.txt")).trim()).toBe(agent.directory);
    });

    it("answers a prompt", async () => {
      expect(await prompt(agent, await startSession(agent), "What can you do?")).not.toBe("");
    });

    it("has processes, which can be ended one by one", async () => {
      await runShell(agent, "(sleep 4711 & sleep 4712 &) > /dev/null 2>&1");
      await expect
        .poll(commands, { timeout: opened.waitMs })
        .toEqual(
          expect.arrayContaining([expect.stringContaining("sleep 4711"), expect.stringContaining("sleep 4712")]),
        );
      const listed = (await sandbox.listProcesses?.()) ?? [];
      expect(listed.some(({ command }) => command.includes("serve --port"))).toBe(false);
      const pid = listed.find(({ command }) => command.includes("sleep 4711"))?.pid ?? 0;
      await sandbox.killProcess?.(pid);
      const left = (await commands()).join("\n");
      expect(left).not.toContain("sleep 4711");
      expect(left).toContain("sleep 4712");
      await expect(sandbox.killProcess?.(pid)).rejects.toMatchObject({ code: "not_found" });
      await expect(sandbox.killProcess?.(1)).rejects.toMatchObject({ code: "not_found" });
    });

    it("starts servers, whose ports are listed, shown to a browser, and hidden again", async () => {
      const port = await serve();
      await expect
        .poll(() => sandbox.listPorts(), { timeout: opened.waitMs })
        .toContainEqual(expect.objectContaining({ port }));
      const ports = (await sandbox.listPorts()).map((each) => each.port);
      expect(ports).toEqual([...ports].sort((a, b) => a - b));
      const exposed = await sandbox.exposePort(port);
      expect(exposed.port).toBe(port);
      expect(await sandbox.exposePort(port)).toEqual(exposed);
      expect(await (await ask(new URL("/x?y=1", exposed.url).href)).text()).toBe("hello /x?y=1");
      await sandbox.unexposePort(port);
      await sandbox.unexposePort(port);
      expect(
        await ask(exposed.url).then(
          ({ ok }) => ok,
          () => false,
        ),
      ).toBe(false);
    });

    it("has no other ports to show, its own neither", async () => {
      expect((await sandbox.listPorts()).every(({ command = "" }) => !command.includes("serve --port"))).toBe(true);
      for (const port of [1, 0, 65_536, 4.5, Number.NaN]) {
        await expect(sandbox.exposePort(port)).rejects.toMatchObject({ code: "not_found" });
      }
    });

    it("ends with all that it started, and starts again on the same workspace", async () => {
      const port = await serve();
      const { url } = await sandbox.exposePort(port);
      const { id } = await sandbox.openWorkspace();
      const session = await startSession(agent);
      await sandbox.stop();
      await sandbox.stop();
      expect(
        await ask(url).then(
          ({ ok }) => ok,
          () => false,
        ),
      ).toBe(false);
      expect((await sandbox.openWorkspace()).id).toBe(id);
      expect((await sandbox.statFile("port.txt")).kind).toBe("file");
      const again = await sandbox.openAgent();
      expect(again.bootId).not.toBe(agent.bootId);
      agent = again;
      expect((await commands()).join("\n")).not.toMatch(/sleep|createServer/);
      expect(await sandbox.listPorts()).toEqual([]);
      expect((await agent.fetch(`/session/${session}`)).status).toBe(200);
    });

    it("is not waited for by one who has gone", async () => {
      await expect(sandbox.openAgent(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    });

    it("is destroyed with its workspace", async () => {
      const { id } = await sandbox.openWorkspace();
      await writeFile(join(opened.directory, "file"), "");
      await sandbox.destroy();
      await sandbox.destroy();
      const opened2 = await sandbox.openWorkspace();
      expect(opened2.id).not.toBe(id);
      expect(await sandbox.listFiles()).toEqual({ entries: [], truncated: false });
      agent = await sandbox.openAgent();
      expect(await prompt(agent, await startSession(agent), "What can you do?")).not.toBe("");
    });
  });
}

async function readText(sandbox: SandboxPort, path: string): Promise<string> {
  return new Response((await sandbox.readFile(path)).body).text();
}
