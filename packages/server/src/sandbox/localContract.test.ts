import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { SandboxHost } from "../local/index.ts";
import { startSandboxHost } from "../local/index.ts";
import type { ScriptedModel } from "../testing/index.ts";
import { startScriptedModel } from "../testing/index.ts";
import { describeSandbox } from "./contract/sandboxContract.ts";
import { localSandbox } from "./localSandbox.ts";

let model: ScriptedModel;
let host: SandboxHost;
let opened = 0;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  model = await startScriptedModel({ pace: "fast" });
  const { baseUrl, model: name } = model;
  host = await startSandboxHost({ root, keep: false, model: { baseUrl, model: name, scripted: true } });
});

afterAll(async () => {
  await host?.close();
  await model?.close();
});

describeSandbox("the local sandbox", async () => {
  const name = `contract-${(opened += 1)}`;
  const sandbox = localSandbox({ url: host.url, token: host.token, name });
  return {
    sandbox,
    directory: join(host.root, "sandboxes", name, "workspace"),
    waitMs: 10_000,
    close: () => sandbox.destroy(),
  };
});
