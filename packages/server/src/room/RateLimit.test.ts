import { describe, expect, it } from "vitest";
import { RateLimit } from "./RateLimit.ts";

/** Verdicts of messages that come every `everyMs`. */
function run(limit: RateLimit, from: number, count: number, everyMs: number) {
  return Array.from({ length: count }, (_, n) => limit.next(from + n * everyMs));
}

describe("a rate limit", () => {
  it("takes a burst of 60, and then 20 a second", () => {
    const limit = new RateLimit(0);
    expect(run(limit, 0, 60, 0)).not.toContain("refuse");
    expect(limit.next(0)).toBe("refuse");
    expect(limit.next(49)).toBe("refuse");
    expect(limit.next(50)).toBe("take");
    expect(limit.next(51)).toBe("refuse");
    expect(run(limit, 1_000, 19, 0)).toEqual(Array.from({ length: 19 }, () => "take"));
    expect(limit.next(1_000)).toBe("refuse");
  });

  it("takes a steady 20 a second for ever", () => {
    expect(run(new RateLimit(0), 0, 2_000, 50)).not.toContain("refuse");
  });

  it("closes after 300 refusals, also when some messages in between are taken", () => {
    const limit = new RateLimit(0);
    const verdicts = run(limit, 0, 1_000, 10);
    const end = verdicts.indexOf("close");
    expect(verdicts.slice(0, end).filter((verdict) => verdict === "refuse")).toHaveLength(299);
    expect(verdicts.slice(60, end)).toContain("take");
  });

  it("forgives who was quiet until the bucket was full", () => {
    const limit = new RateLimit(0);
    run(limit, 0, 60 + 299, 0);
    expect(limit.next(2_999)).toBe("take");
    run(limit, 2_999, 58, 0);
    expect(limit.next(2_999)).toBe("close");
    const forgiven = new RateLimit(0);
    run(forgiven, 0, 60 + 299, 0);
    run(forgiven, 3_000, 60, 0);
    expect(forgiven.next(3_000)).toBe("refuse");
  });

  it("does not mind a clock that goes back", () => {
    const limit = new RateLimit(10_000);
    expect(limit.next(0)).toBe("take");
    expect(run(limit, 0, 60, 0).filter((verdict) => verdict === "take")).toHaveLength(59);
  });
});
