import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PermissionConfig } from "../../local/agentConfig.ts";
import type { SandboxHost } from "../../local/startSandboxHost.ts";
import { startSandboxHost } from "../../local/startSandboxHost.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { Scenario, ScriptedModel } from "../../testing/index.ts";
import { startScriptedModel } from "../../testing/index.ts";
import type { RunningWorker } from "./startWorker.ts";
import { startWorker } from "./startWorker.ts";
import { TestRoom } from "./TestRoom.ts";

/** Rooms in a workerd of their own, each with a real agent under the scripted model. */
export class RealRooms {
  readonly #root: string;
  readonly #model: ScriptedModel;
  readonly #host: SandboxHost;
  readonly #worker: RunningWorker;
  #count = 0;

  private constructor(root: string, model: ScriptedModel, host: SandboxHost, worker: RunningWorker) {
    this.#root = root;
    this.#model = model;
    this.#host = host;
    this.#worker = worker;
  }

  static async start(scenarios: readonly Scenario[], permission: PermissionConfig): Promise<RealRooms> {
    const root = await mkdtemp(join(tmpdir(), "opencode-kit-real-"));
    const model = await startScriptedModel({ pace: "fast", scenarios });
    const host = await startSandboxHost({
      root: join(root, "host"),
      keep: false,
      model: { baseUrl: model.baseUrl, model: model.model, scripted: true },
      permission,
    });
    const vars = { SANDBOX_URL: host.url, SANDBOX_TOKEN: host.token };
    const worker = await startWorker({ folder: join(root, "worker"), vars });
    return new RealRooms(root, model, host, worker);
  }

  /** A new room, whose agent runs. `kind` chooses its budget; see `worker.ts`. */
  async open(kind = "room"): Promise<TestRoom> {
    const name = `${kind}-${++this.#count}`;
    const { url, token } = this.#host;
    const room = new TestRoom(this.#worker.host, name, localSandbox({ url, token, name }));
    await room.agent();
    return room;
  }

  async close(): Promise<void> {
    await this.#worker.close();
    await this.#host.close();
    await this.#model.close();
    await rm(this.#root, { recursive: true, force: true });
  }
}
