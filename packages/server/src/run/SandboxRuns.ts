import type { CommandResult } from "@opencode-kit/client/protocol";
import { decodeClientMessage, OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { Actor, RoomCommand } from "@opencode-kit/client/room";
import {
  Channels,
  createMemoryLogStore,
  createMemoryStores,
  RoomRuns,
  runRoomCommand,
} from "@opencode-kit/client/room";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { createKeptPort } from "../backups/createKeptPort.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import { FrameSignal, followRun } from "./followRun.ts";

/** Who holds the object may do everything. */
const OWNER: Actor = { role: "owner" };
/** Ended runs that can be asked about. */
const KEPT_RUNS = 20;

export type SandboxRunsOptions = {
  /** Finds the workspace, and restores it where it was lost; called before anything is done with it. */
  readonly prepare: () => Promise<void>;
};

/** What a room does with a sandbox, in memory and for one caller. */
export class SandboxRuns {
  readonly port: SandboxPort;
  readonly #channels: Channels;
  readonly #runs: RoomRuns;
  readonly #frames = new FrameSignal();
  readonly #store = createMemoryLogStore();

  constructor(port: SandboxPort, { prepare }: SandboxRunsOptions) {
    this.port = createKeptPort(port, prepare);
    this.#channels = new Channels(this.#store, this.#frames.fire);
    this.#runs = new RoomRuns({
      port: this.port,
      stores: createMemoryStores(),
      channels: this.#channels,
      retention: { maxRuns: KEPT_RUNS },
      onActivity: () => undefined,
      onProblem: (message, error) => console.error(message, ...(error === undefined ? [] : [error])),
    });
  }

  /** Runs a command with the rights of an owner. Rejects with its `OpenCodeKitError`, `bad_request` among them. */
  async send<C extends RoomCommand>(command: C): Promise<CommandResult<C["name"]>> {
    const decoded = decodeClientMessage(JSON.stringify({ type: "command", id: "session", command }));
    if (!decoded.ok) throw OpenCodeKitError.fromWire(decoded.error);
    const context = { runs: this.#runs, outputs: this.#store.outputs };
    return (await runRoomCommand(context, command, OWNER)) as CommandResult<C["name"]>;
  }

  /** Runs a prompt; its outputs until it is over. An abort, and the end of the loop, stop it. */
  async *run(
    order: Extract<RoomCommand, { readonly name: "submit" }>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<OpenCodeRunOutput, void, void> {
    const { runId } = await this.send(order);
    let isOver = false;
    const stop = (): void => void this.#runs.stop(runId, false);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      const room = (): Channels["room"]["state"] => this.#channels.room.state;
      for await (const output of followRun(runId, { runs: this.#runs, room, frames: this.#frames })) {
        isOver = output.phase !== "working";
        yield output;
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      if (!isOver) stop();
    }
  }

  close(): void {
    this.#runs.close();
    this.#channels.close();
  }
}
