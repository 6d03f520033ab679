import type { RunEvent, UnknownEvents } from "../protocol/index.ts";

/** Types that are counted by name; further ones count together. */
export const MAX_UNKNOWN_KINDS = 25;
const OTHERS = "(others)";

type Added = Extract<RunEvent, { type: "unknown.add" }>;

/** Counts events of unknown type. Bounded, whatever the names. */
export function addUnknown(unknown: UnknownEvents, { kind, count, sample }: Added): UnknownEvents {
  const isNamed = Object.hasOwn(unknown.counts, kind) || Object.keys(unknown.counts).length < MAX_UNKNOWN_KINDS;
  const name = isNamed ? kind : OTHERS;
  const before = Object.hasOwn(unknown.counts, name) ? (unknown.counts[name] ?? 0) : 0;
  return {
    counts: { ...unknown.counts, [name]: before + count },
    samples:
      sample === undefined || !isNamed || Object.hasOwn(unknown.samples, kind)
        ? unknown.samples
        : { ...unknown.samples, [kind]: sample },
  };
}

/** How many events of unknown type there were. */
export function countUnknown(unknown: UnknownEvents): number {
  return Object.values(unknown.counts).reduce((sum, count) => sum + count, 0);
}
