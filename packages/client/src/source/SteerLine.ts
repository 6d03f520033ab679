import { OpenCodeKitError } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import { selectMessageIds } from "../state/index.ts";
import type { OpenCodeApi } from "./createOpenCodeApi.ts";
import { checkChoices, hasPrompt } from "./handOver.ts";
import type { Steer } from "./PromptOrder.ts";
import type { RunHost } from "./RunTask.ts";

/** A prompt that OpenCode has taken shows as a message within this time, in ms. */
const SHOWN_MS = 10_000;

/** Hands prompts over that join a run which goes on. */
export class SteerLine {
  readonly #host: RunHost;
  /** Those of which no attempt was made yet: the others may have arrived although their answer was lost. */
  readonly #fresh = new Set<string>();
  /** One that was taken but is not seen yet. */
  #awaited: { readonly afterMessageId: string; readonly since: number } | undefined;

  constructor(host: RunHost) {
    this.#host = host;
  }

  get isEmpty(): boolean {
    return this.#host.steers().length === 0;
  }

  /** The host has one more. */
  add(operationId: string): void {
    this.#fresh.add(operationId);
  }

  /** Hands over all, one after the other, while `mayGoOn`. */
  async handOver(api: OpenCodeApi, mayGoOn: () => boolean): Promise<void> {
    for (const steer of this.#host.steers()) {
      if (!mayGoOn()) return;
      const state = this.#host.state();
      const { sessionId = "" } = state;
      const mayBeThere = !this.#fresh.delete(steer.operationId);
      const isThere = mayBeThere && (await hasPrompt(api, sessionId, steer.afterMessageId, steer.text));
      if (!isThere && !(await this.#isPossible(api, steer))) continue;
      if (!isThere) await api.prompt(sessionId, steer);
      this.#host.saveSteered(steer.operationId);
      const newest = selectMessageIds(state).at(-1) ?? "";
      if (!isThere) this.#awaited = { afterMessageId: newest, since: Date.now() };
    }
  }

  async #isPossible(api: OpenCodeApi, steer: Steer): Promise<boolean> {
    try {
      await checkChoices(api, steer);
      return true;
    } catch (error) {
      if (!(error instanceof OpenCodeKitError) || error.retryable) throw error;
      this.#host.refuseSteer(steer);
      return false;
    }
  }

  /** Whether one was taken that does not show yet: until then an idle agent is not at its end. */
  isAwaited(state: RunState): boolean {
    const awaited = this.#awaited;
    if (awaited === undefined) return false;
    const isSeen = selectMessageIds(state).some(
      (id) => id > awaited.afterMessageId && state.messages.get(id)?.role === "user",
    );
    if (isSeen || Date.now() - awaited.since > SHOWN_MS) this.#awaited = undefined;
    return this.#awaited !== undefined;
  }
}
