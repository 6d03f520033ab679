import { afterEach, beforeEach, vi } from "vitest";

const LEVELS = ["error", "warn"] as const;
let spies = LEVELS.map((level) => vi.spyOn(console, level));

beforeEach(() => {
  spies = LEVELS.map((level) => vi.spyOn(console, level));
});

/** React's warnings and anything else that a page would complain of fail the test that caused them. */
afterEach(() => {
  const complaints = spies.flatMap((spy) => spy.mock.calls.map((args) => args.map(String).join(" ")));
  vi.restoreAllMocks();
  if (complaints.length > 0) throw new Error(`The console was written to:\n${complaints.join("\n")}`);
});
