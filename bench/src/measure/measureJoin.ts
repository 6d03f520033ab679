import { createOpenCodeClient } from "@opencode-kit/client";
import { createFakeTransport } from "@opencode-kit/client/testing";
import { stopwatch, timed } from "../lib/stopwatch.ts";
import { median } from "../lib/statistics.ts";
import type { Room } from "../play/createRoom.ts";
import { createRoom, HELLO, RUN_ID } from "../play/createRoom.ts";

/** How a viewer that joins finds the log. */
export const JOINS = ["warm", "rested", "cold"] as const;
/**
 * `warm`: in memory, with something new since the last join. `rested`: read from its store after the run has ended and
 * come to rest. `cold`: read from its store in the middle of the run, as after an eviction.
 */
export type JoinKind = (typeof JOINS)[number];

export type Join = {
  /** UTF-8 bytes of snapshot and subscription. */
  readonly bytes: number;
  /** Time of the room until it has the texts, by how the log is found, in ms. */
  readonly server: Readonly<Record<JoinKind, number>>;
  /** Time of the client from the texts to its first notification, in ms. */
  readonly client: number;
};

type Probe = {
  readonly room: Room;
  readonly cold: number[];
  readonly warm: number[];
  readonly rested: number[];
  readonly client: number[];
};

/**
 * Measures joining for groups of rooms side by side: all rooms once, then all again. Brings the logs to rest. Gives the
 * mean of each group's rooms.
 */
export function measureJoins(groups: readonly (readonly Room[])[], repetitions: number): readonly Join[] {
  const rooms = groups.flat();
  const probes = rooms.map((room): Probe => ({ room, cold: [], warm: [], rested: [], client: [] }));
  for (let i = 0; i < repetitions; i++) {
    for (const { room, cold, warm, client } of probes) {
      // Something new, so that the log has no snapshot ready.
      room.log.append([{ type: "run.patch", patch: { title: `Joined ${i}` } }]);
      room.log.flush();
      const joined = timed(() => room.log.resume(undefined));
      warm.push(joined.ms);
      client.push(timeOfClient(joined.value));
      cold.push(timed(() => reopened(room).resume(undefined)).ms);
    }
  }
  for (const { room } of probes) room.log.rest();
  for (let i = 0; i < repetitions; i++) {
    for (const { room, rested } of probes) rested.push(timed(() => reopened(room).resume(undefined)).ms);
  }
  return groups.map((group) => {
    const own = probes.filter(({ room }) => group.includes(room));
    const mean = (of: (probe: Probe) => number): number => own.reduce((sum, probe) => sum + of(probe), 0) / own.length;
    return {
      bytes: mean(({ room }) => Buffer.byteLength(room.log.resume(undefined).join(""))),
      server: {
        warm: mean(({ warm }) => median(warm)),
        rested: mean(({ rested }) => median(rested)),
        cold: mean(({ cold }) => median(cold)),
      },
      client: mean(({ client }) => median(client)),
    };
  });
}

/** The log as another process finds it in the same store. */
function reopened({ header, store }: Room): Room["log"] {
  return createRoom(header, store, () => undefined).log;
}

function timeOfClient(texts: readonly string[]): number {
  const { transport, sendsRaw } = createFakeTransport();
  const client = createOpenCodeClient({ transport });
  const store = client.run(RUN_ID);
  let isTold = false;
  store.subscribe(() => (isTold = true));
  sendsRaw(HELLO);
  const received = texts.map((text) => Buffer.from(text).toString());
  const elapsed = stopwatch();
  for (const text of received) sendsRaw(text);
  const ms = elapsed();
  if (!isTold || store.status.get().phase !== "live") throw new Error("A viewer that joined was not told.");
  client.dispose();
  return ms;
}
