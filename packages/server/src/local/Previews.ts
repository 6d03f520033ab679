import type { AgentPort } from "./listAgentPorts.ts";
import type { Preview } from "./startPreview.ts";
import { startPreview } from "./startPreview.ts";

/** The previews of one sandbox, by the port that each shows. */
export class Previews {
  readonly #open = new Map<number, Promise<Preview>>();

  /** The address of a port's preview, which is opened once. */
  async open({ port, host }: AgentPort): Promise<string> {
    let preview = this.#open.get(port);
    if (preview === undefined) {
      preview = startPreview({ host, port });
      this.#open.set(port, preview);
      preview.catch(() => this.#open.delete(port));
    }
    return (await preview).url;
  }

  async close(port: number): Promise<void> {
    const preview = this.#open.get(port);
    this.#open.delete(port);
    await (await preview)?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.allSettled([...this.#open.keys()].map((port) => this.close(port)));
  }
}
