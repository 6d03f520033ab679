import { expect, test } from "vitest";
import { openWhole } from "./openWhole.tsx";
import { RECORDED_RUNS } from "./recordedRuns.ts";

/** What goes to the console fails a test by itself. */
test.each([...RECORDED_RUNS])(
  "the recording %s is shown with all of its cards open, and nothing of it fails",
  async (_name, state) => {
    const container = await openWhole(state);
    expect(container.querySelector("[data-slot='oc-view-failed']")).toBeNull();
    const tools = [...state.parts.values()].filter(
      (part) => part.type === "tool" && part.sessionId === state.sessionId,
    );
    const cards = container.querySelectorAll("[data-slot='oc-tool']");
    expect(cards.length).toBeGreaterThanOrEqual(tools.length);
  },
);

test("there are recordings to show", () => {
  expect(RECORDED_RUNS.size).toBeGreaterThan(40);
});
