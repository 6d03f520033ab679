import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Server } from "node:net";
import { listAgentPorts, parseLsof } from "./listAgentPorts.ts";

const servers: Server[] = [];
const own = [{ pid: process.pid, command: "node server.js" }];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("listAgentPorts", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["0.0.0.0", "127.0.0.1"],
    ["::1", "::1"],
    ["::", "::1"],
  ])("finds what listens at %s", async (host, reachable) => {
    const port = await listen(host);
    expect(await listAgentPorts(own)).toContainEqual({
      port,
      pid: process.pid,
      command: "node server.js",
      host: reachable,
    });
  });

  it("finds nothing of other processes, and the smallest port first", async () => {
    for (let i = 0; i < 3; i += 1) await listen("127.0.0.1");
    const ports = (await listAgentPorts(own)).map(({ port }) => port);
    expect(ports).toEqual([...ports].sort((a, b) => a - b));
    expect(ports.length).toBeGreaterThanOrEqual(3);
    expect(await listAgentPorts([{ pid: process.ppid, command: "parent" }])).not.toContainEqual(
      expect.objectContaining({ port: ports[0] }),
    );
    expect(await listAgentPorts([])).toEqual([]);
  });
});

describe("parseLsof", () => {
  it("takes the address and port of each process", () => {
    expect(parseLsof("p12\nf3\nn127.0.0.1:3000\nf4\nn[::1]:3001\np13\nf9\nn*:8080\n")).toEqual([
      { pid: 12, address: "127.0.0.1", port: 3000 },
      { pid: 12, address: "[::1]", port: 3001 },
      { pid: 13, address: "*", port: 8080 },
    ]);
    expect(parseLsof("")).toEqual([]);
  });
});
