import { OpenCodeKitError } from "../protocol/index.ts";
import type { OperationStore } from "./RoomStores.ts";

type Done<R> = { readonly runId: string; readonly result: R };

/** Does what has an operation id once, however often it is asked for. */
export class Operations {
  readonly #store: OperationStore;
  readonly #underway = new Map<string, { readonly request: string; readonly done: Promise<unknown> }>();

  constructor(store: OperationStore) {
    this.#store = store;
  }

  /** Throws `operation_conflict` where the id was used to ask for something else. */
  now<R>(operationId: string, request: object, act: () => Done<R>): R {
    const asked = JSON.stringify(request);
    const known = this.#store.get(operationId);
    if (known !== undefined) return same(known.request, asked, known.result as R);
    const { runId, result } = act();
    this.#store.set(operationId, { runId, request: asked, result });
    return result;
  }

  /** The same for what takes time; whoever asks meanwhile waits for the same end. */
  async once<R>(operationId: string, request: object, act: () => Promise<Done<R>>): Promise<R> {
    const asked = JSON.stringify(request);
    const known = this.#store.get(operationId);
    if (known !== undefined) return same(known.request, asked, known.result as R);
    const underway = this.#underway.get(operationId);
    if (underway !== undefined) return same(underway.request, asked, underway.done as Promise<R>);
    const done = act().then(({ runId, result }) => {
      this.#store.set(operationId, { runId, request: asked, result });
      return result;
    });
    this.#underway.set(operationId, { request: asked, done });
    try {
      return await done;
    } finally {
      this.#underway.delete(operationId);
    }
  }
}

function same<R>(before: string, asked: string, result: R): R {
  if (before === asked) return result;
  throw new OpenCodeKitError("operation_conflict", "This operation id was used for something else. Use a new one.");
}
