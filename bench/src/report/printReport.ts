import type { RunShape } from "../generateRun.ts";
import { JOINS } from "../measure/measureJoin.ts";
import type { ShapeResult, SizeResult } from "../runBench.ts";
import type { Verdict } from "./budgets.ts";
import { exponentOf, joinTime } from "./budgets.ts";
import { formatTable } from "./formatTable.ts";

const SHAPES: Readonly<Record<RunShape, string>> = {
  session: "a session that is followed as one run: many prompts, each answered in 1 to 8 steps",
  prompt: "one prompt that is worked on without end: its summary of changes grows with the run",
};

/** Kinds of events in the table of bytes; the rest is summed up. */
const WIRE_ROWS = 24;

export function formatResult(result: ShapeResult): string {
  const { sizes, shape } = result;
  return [
    `\n== ${shape}: ${SHAPES[shape]}`,
    formatTable([["events", ...sizes.map(({ events }) => events.toLocaleString("en")), "exponent"], ...rowsOf(result)]),
    wireTable(result),
    newTable(result),
  ].join("\n\n");
}

type Row = readonly [
  label: string,
  of: (size: SizeResult) => number,
  digits: number,
  exponentOf?: (size: SizeResult) => number,
];

function rowsOf(result: ShapeResult): readonly (readonly string[])[] {
  const rows: readonly Row[] = [
    ["runs that were played", ({ runs }) => runs, 0],
    ["OpenCode's events a second", ({ eventsPerSecond }) => eventsPerSecond, 0],
    [
      "OpenCode's bytes, MB a run",
      (size) => perRun(size, size.rawBytes) / 1e6,
      2,
      ({ rawBytes, runs }) => rawBytes / runs,
    ],
    ["new information, bytes an event", (size) => perRun(size, size.newBytes) / size.events, 0],
    [
      "1 bytes to one viewer, MB a run",
      (size) => perRun(size, size.wireBytes) / 1e6,
      3,
      (size) => perRun(size, size.wireBytes),
    ],
    ["  ratio to the new information, median run", ({ medianRatio }) => medianRatio, 3],
    ["  all runs together", ({ wireBytes, newBytes }) => wireBytes / newBytes, 3],
    ["  the worst run", ({ worstRatio }) => worstRatio, 3],
    ["2 server, µs an event", ({ serverMs, events }) => (serverMs / events) * 1_000, 1, ({ serverMs }) => serverMs],
    [
      "  parsing OpenCode's JSON, µs an event",
      ({ parseMs, events }) => (parseMs / events) * 1_000,
      1,
      ({ parseMs }) => parseMs,
    ],
    ["3 client, µs a frame", ({ clientMs, frames }) => (clientMs / frames) * 1_000, 1, ({ clientMs }) => clientMs],
    ["  frames", ({ frames }) => frames, 0],
    ["4 joining, KiB", ({ join }) => join.bytes / 1_024, 1, ({ join }) => join.bytes],
    ["  server, log in memory, ms", ({ join }) => join.server.warm, 2, ({ join }) => join.server.warm],
    ["  server, read at rest, ms", ({ join }) => join.server.rested, 2, ({ join }) => join.server.rested],
    ["  server, read in mid-run, ms", ({ join }) => join.server.cold, 2, ({ join }) => join.server.cold],
    ["  client, ms", ({ join }) => join.client, 2, ({ join }) => join.client],
    ...JOINS.map((kind): Row => [
      `  both, ${kind}, ms`,
      (size) => joinTime(size, kind),
      2,
      (size) => joinTime(size, kind),
    ]),
    ["5 whole snapshots: MB a run", ({ snapshots }) => snapshots.bytes / 1e6, 1, ({ snapshots }) => snapshots.bytes],
    ["  times the kit's bytes", (size) => size.snapshots.bytes / perRun(size, size.wireBytes), 1],
    ["  server, ms", ({ snapshots }) => snapshots.serverMs, 0, ({ snapshots }) => snapshots.serverMs],
    ["  times the kit's server", ({ snapshots, serverMs }) => snapshots.serverMs / serverMs, 1],
    ["  viewer (JSON.parse only), ms", ({ snapshots }) => snapshots.viewerMs, 0, ({ snapshots }) => snapshots.viewerMs],
    ["  times the kit's client", ({ snapshots, clientMs }) => snapshots.viewerMs / clientMs, 1],
    ["  snapshots", ({ snapshots }) => snapshots.snapshots, 0],
    ["  of which made; time extrapolated", ({ snapshots }) => snapshots.made, 0],
    ["6 repair: requests", ({ repair }) => repair.requests, 0, ({ repair }) => repair.requests],
    ["  KiB read", ({ repair }) => repair.bytes / 1_024, 0, ({ repair }) => repair.bytes],
    ["  room, ms", ({ repair }) => repair.ms, 1, ({ repair }) => repair.ms],
  ];
  return rows.map(([label, of, digits, grows]) => [
    label,
    ...result.sizes.map((size) => of(size).toFixed(digits)),
    grows === undefined ? "" : exponentOf(result, grows).toFixed(2),
  ]);
}

function perRun({ runs }: SizeResult, sum: number): number {
  return sum / runs;
}

function wireTable({ wire, sizes }: ShapeResult): string {
  const events = sizes.at(-1)?.events ?? 0;
  const total = wire.filter(({ kind }) => !kind.startsWith(".")).reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = wire
    .slice(0, WIRE_ROWS)
    .map(({ kind, count, bytes }) => [
      kind,
      count.toLocaleString("en"),
      bytes.toLocaleString("en"),
      (bytes / count).toFixed(0),
      `${((bytes / total) * 100).toFixed(2)} %`,
    ]);
  return formatTable([[`wire of ${events.toLocaleString("en")} events`, "count", "bytes", "each", "share"], ...rows]);
}

function newTable({ sizes }: ShapeResult): string {
  const last = sizes.at(-1);
  if (last === undefined) return "";
  const rows = Object.entries(last.newByKind)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, bytes]) => [
      kind,
      perRun(last, bytes).toLocaleString("en", { maximumFractionDigits: 0 }),
      `${((bytes / last.newBytes) * 100).toFixed(2)} %`,
    ]);
  return formatTable([[`new information of ${last.events.toLocaleString("en")} events`, "bytes", "share"], ...rows]);
}

export function formatVerdicts(of: string, verdicts: readonly Verdict[]): string {
  return formatTable(
    verdicts.map(({ what, budget, measured, isMet }) => [
      `${isMet ? "PASS" : "FAIL"}  ${of}: ${what}`,
      measured,
      budget,
    ]),
  );
}
