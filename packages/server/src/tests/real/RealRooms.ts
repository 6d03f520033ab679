import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PermissionConfig } from "../../providers/PermissionConfig.ts";
import type { SandboxHost } from "../../local/startSandboxHost.ts";
import { startSandboxHost } from "../../local/startSandboxHost.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";
import type { Scenario, ScriptedModel } from "../../testing/index.ts";
import { startScriptedModel } from "../../testing/index.ts";
import type { RunningWorker } from "./startWorker.ts";
import { startWorker } from "./startWorker.ts";
import { TestRoom } from "./TestRoom.ts";

/** Rooms in a workerd of their own, each with a real agent under the scripted model. */
export class RealRooms {
  readonly #root: string;
  readonly #models: readonly ScriptedModel[];
  readonly #host: SandboxHost;
  readonly #worker: RunningWorker;
  #count = 0;

  private constructor(root: string, models: readonly ScriptedModel[], host: SandboxHost, worker: RunningWorker) {
    this.#root = root;
    this.#models = models;
    this.#host = host;
    this.#worker = worker;
  }

  /** @param outer The model of a chat that has the agent as a tool. Default: none answers. */
  static async start(
    scenarios: readonly Scenario[],
    permission: PermissionConfig,
    outer?: ScriptedModel,
  ): Promise<RealRooms> {
    const root = await mkdtemp(join(tmpdir(), "opencode-kit-real-"));
    const model = await startScriptedModel({ pace: "fast", scenarios });
    const host = await startSandboxHost({
      root: join(root, "host"),
      keep: false,
      model: { baseUrl: model.baseUrl, model: model.model, scripted: true },
      permission,
    });
    const vars = { SANDBOX_URL: host.url, SANDBOX_TOKEN: host.token, OUTER_URL: outer?.baseUrl ?? "" };
    const worker = await startWorker({ folder: join(root, "worker"), vars });
    return new RealRooms(root, outer === undefined ? [model] : [model, outer], host, worker);
  }

  /** A new room, whose agent runs. `kind` chooses its budget; see `worker.ts`. */
  async open(kind = "room"): Promise<TestRoom> {
    const name = `${kind}-${++this.#count}`;
    const room = new TestRoom(this.#worker.host, name, this.sandbox(name));
    await room.agent();
    return room;
  }

  /** `127.0.0.1:<port>` of the Worker. */
  get host(): string {
    return this.#worker.host;
  }

  /** A sandbox of the host's, also one that no room has. */
  sandbox(name: string): SandboxPort {
    const { url, token } = this.#host;
    return localSandbox({ url, token, name });
  }

  async close(): Promise<void> {
    await this.#worker.close();
    await this.#host.close();
    await Promise.all(this.#models.map((model) => model.close()));
    await rm(this.#root, { recursive: true, force: true });
  }
}
