import { growthExponent } from "../lib/statistics.ts";
import type { JoinKind } from "../measure/measureJoin.ts";
import type { ShapeResult, SizeResult } from "../runBench.ts";

/** One row of the budgets as it was measured. */
export type Verdict = {
  readonly what: string;
  readonly budget: string;
  readonly measured: string;
  readonly isMet: boolean;
};

const MAX_RATIO = 1.2;
const MAX_EXPONENT = 1.1;
const MAX_JOIN_BYTES = 256 * 1_024;
const MAX_JOIN_FACTOR = 1.5;
/** The run to which joining the longest one is compared. */
const SHORT_JOIN = 500;
/** A repair reads about the same however long the run is; how much OpenCode puts into one message varies. */
const MAX_REPAIR_EXPONENT = 0.5;

/** How the time of the whole run grows with its events. */
export function exponentOf({ sizes }: ShapeResult, of: (size: SizeResult) => number): number {
  return growthExponent(sizes.map((size) => [size.events, of(size)]));
}

export function joinTime({ join }: SizeResult, kind: JoinKind): number {
  return join.server[kind] + join.client;
}

export function judge(result: ShapeResult): readonly Verdict[] {
  const { sizes } = result;
  const longest = sizes.at(-1);
  if (longest === undefined) return [];
  const verdicts: Verdict[] = sizes.map((size) => {
    const ratio = size.medianRatio;
    return verdict(
      `bytes to one viewer / new information, ${name(size)} events`,
      "<= 1.2",
      ratio.toFixed(3),
      ratio <= MAX_RATIO,
    );
  });
  // Parsing is OpenCode's own: it repeats all changes of a prompt with each of its steps.
  const server = exponentOf(result, ({ serverMs, parseMs }) => serverMs - parseMs);
  verdicts.push(
    verdict(
      "server time to fold and encode against events, growth exponent",
      "<= 1.1",
      server.toFixed(2),
      server <= MAX_EXPONENT,
    ),
  );
  const client = exponentOf(result, ({ clientMs }) => clientMs);
  verdicts.push(
    verdict(
      "client time of all frames against events, growth exponent",
      "<= 1.1",
      client.toFixed(2),
      client <= MAX_EXPONENT,
    ),
  );
  const kib = longest.join.bytes / 1_024;
  verdicts.push(
    verdict(
      `joining ${name(longest)} events, bytes`,
      "<= 256 KiB",
      `${kib.toFixed(0)} KiB`,
      longest.join.bytes <= MAX_JOIN_BYTES,
    ),
  );
  const short = sizes.find(({ events }) => events === SHORT_JOIN);
  if (short !== undefined && short !== longest) {
    for (const kind of ["warm", "rested", "cold"] as const) {
      const factor = joinTime(longest, kind) / joinTime(short, kind);
      const what = `joining ${name(longest)} events / joining ${name(short)}, ${LOG[kind]}`;
      verdicts.push(verdict(what, "<= 1.5 times", `${factor.toFixed(2)} times`, factor <= MAX_JOIN_FACTOR));
    }
  }
  for (const key of ["requests", "bytes"] as const) {
    const exponent = exponentOf(result, ({ repair }) => repair[key]);
    const what = `${key} of a repair against events, growth exponent`;
    verdicts.push(verdict(what, "<= 0.5", exponent.toFixed(2), exponent <= MAX_REPAIR_EXPONENT));
  }
  return verdicts;
}

const LOG: Readonly<Record<JoinKind, string>> = {
  warm: "log in memory",
  rested: "log at rest, read from its store",
  cold: "log in mid-run, read from its store",
};

function verdict(what: string, budget: string, measured: string, isMet: boolean): Verdict {
  return { what, budget, measured, isMet };
}

function name({ events }: SizeResult): string {
  return events.toLocaleString("en");
}
