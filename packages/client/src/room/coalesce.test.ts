import type { ChannelEvent, RunEvent } from "../protocol/index.ts";
import { initialRunState, reduceRunAll, toRunSnapshot } from "../state/index.ts";
import { describe, expect, it } from "vitest";
import { coalesce } from "./coalesce.ts";

const BASE = { messageId: "m1", sessionId: "s1" };

const EVENTS: readonly RunEvent[] = [
  { type: "message.set", message: { id: "m1", sessionId: "s1", role: "assistant", createdAt: 1 } },
  { type: "part.set", part: { ...BASE, id: "p1", type: "text", text: "" } },
  { type: "part.append", id: "p1", text: "Hello " },
  { type: "part.append", id: "p1", text: "there" },
  { type: "run.patch", patch: { title: "a" } },
  { type: "run.patch", patch: { title: "b", status: "working" } },
  { type: "part.patch", id: "p1", patch: { startedAt: 1 } },
  { type: "part.patch", id: "p1", patch: { endedAt: 2 } },
  { type: "part.append", id: "p1", text: "." },
];

describe("coalesce", () => {
  it("joins neighbours and keeps the order", () => {
    expect(coalesce(EVENTS).map((event) => event.type)).toEqual([
      "message.set",
      "part.set",
      "run.patch",
      "part.patch",
      "part.append",
    ]);
    expect(coalesce(EVENTS)[1]).toMatchObject({ type: "part.set", part: { text: "Hello there" } });
    const appends = EVENTS.filter(({ type }) => type === "part.append");
    expect(coalesce(appends)).toEqual([{ type: "part.append", id: "p1", text: "Hello there." }]);
  });

  it("folds to the same state", () => {
    const start = initialRunState({ id: "r", prompt: "go", status: "queued", createdAt: 0 });
    const whole = reduceRunAll(start, EVENTS);
    const fewer = reduceRunAll(start, coalesce(EVENTS as readonly ChannelEvent[]) as readonly RunEvent[]);
    expect(toRunSnapshot(fewer)).toEqual(toRunSnapshot(whole));
  });
});
