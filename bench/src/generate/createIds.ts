import type { Random } from "../lib/createRandom.ts";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LIMIT = 2 ** 48;

/** Ids as OpenCode makes them: twelve hexadecimal digits of the time, then fourteen letters of chance. */
export type Ids = {
  /** Later ids are greater: `evt`, `msg`, `prt`, `per`. */
  ascending(prefix: string, now: number): string;
  /** Later ids are smaller: `ses`. */
  descending(prefix: string, now: number): string;
  /** A model's id of a tool call. */
  call(): string;
  /** A name of the workspace's state, as git makes them. */
  hash(): string;
};

export function createIds(random: Random): Ids {
  let lastMs = 0;
  let count = 0;
  const letters = (length: number): string => {
    let text = "";
    for (let i = 0; i < length; i++) text += LETTERS[random.int(0, LETTERS.length - 1)] ?? "";
    return text;
  };
  const stamp = (now: number): number => {
    const ms = Math.floor(now);
    count = ms === lastMs ? count + 1 : 1;
    lastMs = ms;
    return (ms * 4_096 + count) % LIMIT;
  };
  const withTime = (prefix: string, value: number): string =>
    `${prefix}_${value.toString(16).padStart(12, "0")}${letters(14)}`;
  return {
    ascending: (prefix, now) => withTime(prefix, stamp(now)),
    descending: (prefix, now) => withTime(prefix, LIMIT - 1 - stamp(now)),
    call: () => `call_${letters(24)}`,
    hash: () => Array.from({ length: 5 }, () => random.int(0, 0xffffffff).toString(16).padStart(8, "0")).join(""),
  };
}
