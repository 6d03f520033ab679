import { describe, expect, it } from "vitest";
import { Alarm } from "./Alarm.ts";

function createAlarm() {
  const set: number[] = [];
  return { alarm: new Alarm<"beat" | "expiry">((at) => void set.push(at)), set };
}

describe("an alarm", () => {
  it("is set for the earliest reason, and once for the same time", () => {
    const { alarm, set } = createAlarm();
    alarm.want("beat", 100);
    alarm.want("expiry", 300);
    alarm.want("expiry", 50);
    alarm.want("expiry", 70);
    expect(set).toEqual([100, 50]);
  });

  it("keeps the reasons whose time has not come", () => {
    const { alarm, set } = createAlarm();
    alarm.want("beat", 100);
    alarm.want("expiry", 50);
    expect([...alarm.ring(60)]).toEqual(["expiry"]);
    expect(set).toEqual([100, 50, 100]);
    expect([...alarm.ring(100)]).toEqual(["beat"]);
    expect(set).toEqual([100, 50, 100]);
  });

  it("that rings too early is set again", () => {
    const { alarm, set } = createAlarm();
    alarm.want("beat", 100);
    expect(alarm.ring(99).size).toBe(0);
    expect(set).toEqual([100, 100]);
  });

  it("takes a later time once the earlier one has rung", () => {
    const { alarm, set } = createAlarm();
    alarm.want("beat", 100);
    alarm.ring(100);
    alarm.want("beat", 200);
    expect(set).toEqual([100, 200]);
  });
});
