import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startedRun } from "../../recordings/readRecording.ts";
import type { RunState } from "../state/index.ts";
import { reduceRunAll, windowOf } from "../state/index.ts";
import { addedToWindow } from "./addedToWindow.ts";
import type { JsonObject } from "./readers.ts";
import { toRunEvents } from "./toRunEvents.ts";

const CONTEXT = { directory: "/workspace" };
const IDS = { sessionID: "ses", messageID: "msg" };

/** The events of a command as OpenCode sends them, and every character that they add. */
function play(states: readonly JsonObject[]): { readonly state: RunState; readonly sent: string } {
  const info = { id: "msg", sessionID: "ses", role: "assistant", time: { created: 1 } };
  let state = startedRun("ses");
  state = reduceRunAll(state, toRunEvents(state, { type: "message.updated", properties: { info } }, CONTEXT));
  let sent = "";
  for (const each of states) {
    const part = { ...IDS, id: "prt", type: "tool", tool: "bash", callID: "c", state: each };
    const events = toRunEvents(state, { type: "message.part.updated", properties: { part } }, CONTEXT);
    for (const event of events) {
      if (event.type === "part.append") sent += event.text;
      expect(event.type).not.toBe("output.set");
    }
    state = reduceRunAll(state, events);
  }
  return { state, sent };
}

/** What OpenCode repeats of a running command's output: all of it, or its last 30,000 characters after a mark. */
const running = (output: string): JsonObject => ({
  status: "running",
  input: {},
  metadata: { output: output.length <= 30_000 ? output : `...\n\n${output.slice(-30_000)}` },
});

describe("a command's output", () => {
  it("is sent once, also when OpenCode repeats only its end", () => {
    const lines = Array.from({ length: 9_000 }, (_, i) => `line ${i} of what it prints\n`);
    const steps = [10, 500, 1_200, 1_500, 1_501, 2_000, 4_000, 6_000].map((n) => lines.slice(0, n).join(""));
    // Between 2,000 and 6,000 lines more is printed than OpenCode keeps: only there something is missing.
    const { sent } = play(steps.slice(0, 6).map(running));
    expect(sent).toBe(steps[5]);
    const all = play(steps.map(running)).sent;
    expect(all.startsWith(steps[5] ?? "")).toBe(true);
    expect(all.match(/\n\.\.\.\n\n/g)).toHaveLength(2);
    expect(all.endsWith(steps[7]?.slice(-30_000) ?? "")).toBe(true);
  });

  it("is whole at the end, where what the tool returned is whole", () => {
    const output = "x\n".repeat(20_000);
    const { sent } = play([
      running(output.slice(0, 100)),
      {
        status: "completed",
        input: {},
        output,
        metadata: { output: `...\n\n${output.slice(-30_000)}`, exit: 0, truncated: false },
      },
    ]);
    expect(sent).toBe(output);
  });

  it("keeps what was seen where the tool returned less", () => {
    const output = Array.from({ length: 4_000 }, (_, i) => `${i}\n`).join("");
    const returned = `...output truncated...\n\nFull output saved to: /data/tool\n\n${output.slice(-200)}`;
    const { sent } = play([
      running(output),
      { status: "completed", input: {}, output: returned, metadata: { output, exit: 0, truncated: true } },
    ]);
    expect(sent).toBe(output);
  });

  it("has OpenCode's note to the model beside it, not in it", () => {
    const output = "tick\n\n<shell_metadata>\nUser aborted the command\n</shell_metadata>";
    const { sent, state } = play([
      running("tick\n"),
      { status: "completed", input: {}, output, metadata: { output: "tick\n", exit: null } },
    ]);
    expect(sent).toBe("tick\n");
    expect(state.parts.get("prt")).toMatchObject({ metadata: { note: "User aborted the command" } });
  });
});

describe("addedToWindow", () => {
  it("finds what was added whenever the end that is repeated reaches back far enough", () => {
    const word = fc.stringMatching(/^[a-z]{3,8} \d{1,6}\n$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 40, maxLength: 400 }), fc.nat(), fc.nat(), (words, a, b) => {
        const whole = words.join("");
        const known = whole.slice(0, 200 + (a % (whole.length - 200)));
        const added = whole.slice(known.length);
        const end = whole.slice(Math.max(0, known.length - 60 - (b % 5_000)));
        expect(addedToWindow(windowOf(known), end)).toBe(added);
      }),
    );
  });

  it("says so where it does not", () => {
    expect(addedToWindow(windowOf("what was known before"), "something else altogether")).toBeUndefined();
  });
});
