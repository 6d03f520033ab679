import type { InformationKind } from "./generate/NewInformation.ts";
import { INFORMATION_KINDS } from "./generate/NewInformation.ts";
import type { RunShape } from "./generateRun.ts";
import { median } from "./lib/statistics.ts";
import type { Join } from "./measure/measureJoin.ts";
import { measureJoins } from "./measure/measureJoin.ts";
import type { Repair } from "./measure/measureRepair.ts";
import { measureRepair } from "./measure/measureRepair.ts";
import type { WireRow } from "./measure/wireByType.ts";
import { wireByType } from "./measure/wireByType.ts";
import type { PlayedRun } from "./play/playRun.ts";
import { playRun } from "./play/playRun.ts";
import type { SnapshotCost } from "./play/SnapshotDesign.ts";
import { SnapshotDesign } from "./play/SnapshotDesign.ts";
import { verifyRun } from "./play/verifyRun.ts";
import { viewRun } from "./play/viewRun.ts";

/**
 * Events of a run, how many runs of that size are played in each round, and how many are joined; each is another one,
 * since short runs differ much.
 */
export const SIZES = [
  { events: 100, runs: 12, joined: 5 },
  { events: 500, runs: 6, joined: 5 },
  { events: 1_000, runs: 4, joined: 5 },
  { events: 10_000, runs: 1, joined: 1 },
  { events: 50_000, runs: 1, joined: 1 },
] as const;

const ROUNDS = 3;
const JOIN_REPETITIONS = 11;
/** About so many snapshots of the other design are really made. */
const MADE_SNAPSHOTS = 24;
/** A snapshot each 200 ms at about 165 events a second. */
const EVENTS_PER_SNAPSHOT = 33;

/** Results for all runs of one size. */
export type SizeResult = {
  readonly events: number;
  /** Different runs that were played. */
  readonly runs: number;
  /** UTF-8 bytes over all runs: what a viewer got, what is new, what OpenCode sent. */
  readonly wireBytes: number;
  readonly newBytes: number;
  readonly rawBytes: number;
  /** Bytes to a viewer over new information, of the run in the middle and of the worst. */
  readonly medianRatio: number;
  readonly worstRatio: number;
  readonly newByKind: Readonly<Record<InformationKind, number>>;
  /** Time of the room for one run in ms, and of the parsing of what OpenCode sent. Medians. */
  readonly serverMs: number;
  readonly parseMs: number;
  /** Time of the client for the frames of one run in ms. Median. */
  readonly clientMs: number;
  readonly frames: number;
  readonly eventsPerSecond: number;
  readonly join: Join;
  readonly snapshots: SnapshotCost;
  readonly repair: Repair;
};

export type ShapeResult = {
  readonly shape: RunShape;
  readonly sizes: readonly SizeResult[];
  /** What a viewer of the longest run got, by kind. */
  readonly wire: readonly WireRow[];
};

type Tally = {
  readonly size: (typeof SIZES)[number];
  readonly seeds: Set<number>;
  readonly serverMs: number[];
  readonly parseMs: number[];
  readonly clientMs: number[];
  frames: number;
  wireBytes: number;
  newBytes: number;
  rawBytes: number;
  readonly ratios: number[];
  readonly newByKind: Map<InformationKind, number>;
};

/** Measures runs of one shape. `say` tells what goes on. */
export async function runBench(shape: RunShape, maxEvents: number, say: (what: string) => void): Promise<ShapeResult> {
  const sizes = SIZES.filter(({ events }) => events <= maxEvents);
  warmUp(shape);
  const tallies = sizes.map(newTally);
  for (let round = 0; round < ROUNDS; round++) {
    say(`${shape}: round ${round + 1} of ${ROUNDS}`);
    for (const tally of tallies) {
      for (let i = 0; i < tally.size.runs; i++) measureRun(shape, tally, 1 + round * tally.size.runs + i);
    }
  }
  say(`${shape}: the other design`);
  const kept = sizes.map(({ events }) => playBeside(shape, events));
  say(`${shape}: joining`);
  const rooms = sizes.map(({ events, joined }, i) => [
    ...(kept[i] === undefined ? [] : [kept[i].played.room]),
    ...Array.from({ length: joined - 1 }, (_, more) => playRun({ shape, events, seed: 2 + more }).room),
  ]);
  const joins = measureJoins(rooms, JOIN_REPETITIONS);
  const longest = kept.at(-1);
  const wire = longest === undefined ? [] : wireByType(longest.played.texts);
  say(`${shape}: repair`);
  const results: SizeResult[] = [];
  for (const [i, tally] of tallies.entries()) {
    const [join, beside] = [joins[i], kept[i]];
    if (join === undefined || beside === undefined) continue;
    const repair = await measureRepair(beside.played, beside.design.record);
    results.push(toResult(tally, join, beside.cost, repair, beside.played));
  }
  return { shape, sizes: results, wire };
}

function warmUp(shape: RunShape): void {
  for (let seed = 100; seed < 103; seed++) {
    const { texts, room } = playRun({ shape, events: 3_000, seed });
    viewRun(texts);
    measureJoins([[room]], 5);
  }
}

function newTally(size: (typeof SIZES)[number]): Tally {
  const sums = { frames: 0, wireBytes: 0, newBytes: 0, rawBytes: 0 };
  return { size, seeds: new Set(), serverMs: [], parseMs: [], clientMs: [], ratios: [], newByKind: new Map(), ...sums };
}

/** The longest runs repeat few seeds: what matters there is the time. */
function measureRun(shape: RunShape, tally: Tally, seed: number): void {
  const { events } = tally.size;
  const played = playRun({ shape, events, seed });
  const viewed = viewRun(played.texts);
  const { truth } = played.run;
  verifyRun(truth, viewed.state);
  if (viewed.notifications > viewed.frames) throw new Error("A frame was told more than once.");
  tally.serverMs.push(played.ms);
  tally.parseMs.push(played.parseMs);
  tally.clientMs.push(viewed.ms);
  tally.seeds.add(seed);
  const wire = played.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  tally.frames += viewed.frames;
  tally.wireBytes += wire;
  tally.newBytes += truth.info.total;
  tally.rawBytes += played.rawBytes;
  tally.ratios.push(wire / truth.info.total);
  for (const kind of INFORMATION_KINDS) {
    tally.newByKind.set(kind, (tally.newByKind.get(kind) ?? 0) + truth.info.of(kind));
  }
}

/** The same run through the room and through the design that sends its whole state. */
function playBeside(
  shape: RunShape,
  events: number,
): { readonly played: PlayedRun; readonly design: SnapshotDesign; readonly cost: SnapshotCost } {
  const every = Math.max(1, Math.ceil(events / EVENTS_PER_SNAPSHOT / MADE_SNAPSHOTS));
  const design = new SnapshotDesign(every);
  const played = playRun({ shape, events, seed: 1, watch: (event, at) => design.takes(event, at) });
  return { played, design, cost: design.end() };
}

function toResult(tally: Tally, join: Join, snapshots: SnapshotCost, repair: Repair, played: PlayedRun): SizeResult {
  const { size, seeds, serverMs, parseMs, clientMs, newByKind, wireBytes, newBytes, rawBytes, ratios, frames } = tally;
  return {
    events: size.events,
    runs: seeds.size,
    ...{ wireBytes, newBytes, rawBytes },
    medianRatio: median(ratios),
    worstRatio: Math.max(...ratios),
    newByKind: Object.fromEntries(newByKind) as Record<InformationKind, number>,
    serverMs: median(serverMs),
    parseMs: median(parseMs),
    clientMs: median(clientMs),
    frames: frames / seeds.size,
    eventsPerSecond: size.events / (played.durationMs / 1_000),
    join,
    snapshots,
    repair,
  };
}
