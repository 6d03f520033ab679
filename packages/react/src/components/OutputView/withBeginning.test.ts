import { isCut, windowOf } from "@opencode-kit/client/state";
import { expect, test } from "vitest";
import { withBeginning } from "./withBeginning.ts";

const WHOLE = Array.from({ length: 9000 }, (_, at) => `line ${at}\n`).join("");
const output = windowOf(WHOLE);

test("all of an output leaves no gap, and nothing twice", () => {
  const { head, tail } = withBeginning(output, WHOLE);
  expect(head + tail).toBe(WHOLE);
});

test("what a live output adds comes behind what was fetched", () => {
  const fetched = WHOLE.slice(0, -5000);
  const { head, tail } = withBeginning(output, fetched);
  expect(head + tail).toBe(WHOLE);
});

test("what is still missing in between stays marked", () => {
  const shown = withBeginning(output, WHOLE.slice(0, 50_000));
  expect(isCut(shown)).toBe(true);
  expect([shown.head.length, shown.tail]).toEqual([50_000, output.tail]);
});

test("what was fetched of another output is not used", () => {
  const replaced = windowOf(`other ${WHOLE}`);
  expect(withBeginning(replaced, WHOLE)).toBe(replaced);
  expect(withBeginning(replaced, `${WHOLE}${WHOLE}`)).toBe(replaced);
});
