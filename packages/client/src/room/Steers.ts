import type { PromptOrder, Steer } from "../source/index.ts";
import { selectMessageIds } from "../state/index.ts";
import type { AttachmentStore, ValueStore } from "./RoomStores.ts";
import type { RunLogs } from "./RunLogs.ts";

/** Prompts that join a run which goes on, kept until OpenCode has them. */
export class Steers {
  readonly #values: ValueStore;
  readonly #attachments: AttachmentStore;
  readonly #logs: RunLogs;

  constructor(stores: { readonly values: ValueStore; readonly attachments: AttachmentStore }, logs: RunLogs) {
    this.#values = stores.values;
    this.#attachments = stores.attachments;
    this.#logs = logs;
  }

  /** Those of a run that are not handed over, oldest first, with their attachments. */
  of(runId: string): readonly Steer[] {
    return this.#read(runId).map((steer) => {
      const attachments = this.#attachments.get(steer.operationId);
      return attachments.length === 0 ? steer : { ...steer, attachments };
    });
  }

  add(runId: string, operationId: string, { attachments, ...order }: PromptOrder): Steer {
    const state = this.#logs.get(runId)?.state;
    const afterMessageId = state && selectMessageIds(state).at(-1);
    const steer: Steer = { ...order, operationId, afterMessageId };
    if (attachments !== undefined) this.#attachments.set(operationId, attachments);
    this.#values.set(keyOf(runId), [...this.#read(runId), steer]);
    return steer;
  }

  /** OpenCode has it, or nobody wants it any more. */
  remove(runId: string, operationId: string): void {
    const left = this.#read(runId).filter((steer) => steer.operationId !== operationId);
    this.#attachments.remove(operationId);
    if (left.length === 0) this.#values.remove(keyOf(runId));
    else this.#values.set(keyOf(runId), left);
  }

  #read(runId: string): readonly Steer[] {
    return (this.#values.get(keyOf(runId)) as readonly Steer[] | undefined) ?? [];
  }
}

function keyOf(runId: string): string {
  return `steers:${runId}`;
}
