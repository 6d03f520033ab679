import type { RoomPort } from "@opencode-kit/client/protocol";
import { isObject } from "@opencode-kit/client/protocol";
import type { ValueStore } from "@opencode-kit/client/room";
import type { ExposedPort, SandboxPort } from "../sandbox/SandboxPort.ts";

/** While runs are active the sandbox is asked for its ports this often, in ms. */
const POLL_MS = 5_000;
/** The addresses of exposed ports: a server that is started again has its old one. */
const EXPOSED_KEY = "exposed-ports";

export type PortsHost = {
  readonly port: SandboxPort;
  readonly values: ValueStore;
  known(): readonly RoomPort[];
  tell(ports: readonly RoomPort[]): void;
};

/** Follows the ports at which the agent's servers listen, while runs are active, and knows which are exposed. */
export class Ports {
  readonly #host: PortsHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: PortsHost) {
    this.#host = host;
  }

  start(): void {
    // What cannot be listed now is with the next turn; a lost sandbox is reported by the agent's link.
    this.#timer ??= setInterval(() => void this.list().catch(() => undefined), POLL_MS);
  }

  stop(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async list(): Promise<readonly RoomPort[]> {
    const listed = await this.#host.port.listPorts();
    const exposed = this.#exposed();
    const ports = listed.map((port): RoomPort => {
      const url = exposed[port.port];
      return typeof url === "string" ? { ...port, url } : port;
    });
    this.#tell(ports);
    return ports;
  }

  async expose(port: number): Promise<ExposedPort> {
    const exposed = await this.#host.port.exposePort(port);
    this.#host.values.set(EXPOSED_KEY, { ...this.#exposed(), [port]: exposed.url });
    await this.list();
    return exposed;
  }

  async unexpose(port: number): Promise<void> {
    await this.#host.port.unexposePort(port);
    const { [port]: _, ...rest } = this.#exposed();
    this.#host.values.set(EXPOSED_KEY, rest);
    await this.list();
  }

  /** The servers have ended with their sandbox. */
  forget(): void {
    this.#host.values.remove(EXPOSED_KEY);
    this.#tell([]);
  }

  #tell(ports: readonly RoomPort[]): void {
    if (JSON.stringify(ports) !== JSON.stringify(this.#host.known())) this.#host.tell(ports);
  }

  #exposed(): { readonly [port: string]: unknown } {
    const value = this.#host.values.get(EXPOSED_KEY);
    return isObject(value) ? value : {};
  }
}
