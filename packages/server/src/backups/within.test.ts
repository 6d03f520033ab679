import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { within } from "./within.ts";

const late = (): Error => new Error("too late");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("what must not take longer than a time", () => {
  it("is what the task makes of it, and leaves no timer behind", async () => {
    await expect(within(1_000, async () => 7, late)).resolves.toBe(7);
    await expect(within(1_000, () => Promise.reject(new Error("no")), late)).rejects.toThrow("no");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is broken off when the time is over, and the task is told", async () => {
    let signal: AbortSignal | undefined;
    const never = within(1_000, (given) => ((signal = given), new Promise(() => undefined)), late);
    never.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(999);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await expect(never).rejects.toThrow("too late");
    expect(signal?.reason).toMatchObject({ message: "too late" });
  });
});
