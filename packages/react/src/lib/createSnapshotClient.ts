import type { ConnectionState, OpenCodeClient, Transport, TransportHandlers } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import { isObject, PROTOCOL_VERSION } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput, RoomState } from "@opencode-kit/client/state";
import { fromRunOutput, INITIAL_FILES_STATE, INITIAL_ROOM_STATE } from "@opencode-kit/client/state";
import { asChannel, createStore } from "./createStore.ts";

/** A client of no room: it shows one run as a snapshot tells it, and refuses every command with `forbidden`. */
export type SnapshotClient = {
  readonly client: OpenCodeClient;
  /** Shows another snapshot of the same run. */
  readonly show: (output: OpenCodeRunOutput) => void;
};

const OPEN: ConnectionState = { status: "open", role: "viewer" };

export function createSnapshotClient(output: OpenCodeRunOutput): SnapshotClient {
  const run = createStore(fromRunOutput(output));
  const room = createStore(roomOf(output));
  const runStore = { ...asChannel(run), loadOlder: () => Promise.resolve(false) };
  return {
    client: {
      ...createOpenCodeClient({ transport: createRefusingTransport() }),
      connection: createStore(OPEN),
      room: asChannel(room),
      files: asChannel(createStore(INITIAL_FILES_STATE)),
      run: () => runStore,
    },
    show: (next) => {
      run.set(fromRunOutput(next));
      room.set(roomOf(next));
    },
  };
}

/** What the run's own tools have started is in the run. */
function roomOf({ processes }: OpenCodeRunOutput): RoomState {
  return { ...INITIAL_ROOM_STATE, processes: processes.filter(({ source }) => source !== "tool") };
}

function createRefusingTransport(): Transport {
  let handlers: TransportHandlers | undefined;
  return {
    start: (given) => {
      handlers = given;
      given.onOpen();
      given.onText(JSON.stringify({ type: "hello", protocol: PROTOCOL_VERSION, room: "", role: "viewer" }));
    },
    send: (text) => {
      const message: unknown = JSON.parse(text);
      if (!isObject(message) || message["type"] !== "command") return;
      const error = { code: "forbidden", message: "This is a snapshot of a run; it takes no commands." };
      handlers?.onText(JSON.stringify({ type: "result", id: message["id"], ok: false, error }));
    },
    reconnect: () => undefined,
    close: () => undefined,
  };
}
