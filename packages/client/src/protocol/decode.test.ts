import { describe, expect, it } from "vitest";
import { MAX_PROMPT_CHARS } from "./submit.ts";
import { decodeClientMessage, MAX_CLIENT_MESSAGE_CHARS } from "./decode.ts";
import { decodeServerMessage } from "./decodeServerMessage.ts";

const command = (value: unknown): string => JSON.stringify({ type: "command", id: "c1", command: value });
const submitWith = (budget: unknown): string => command({ name: "submit", operationId: "o", prompt: "go", budget });

describe("decodeClientMessage", () => {
  it("takes what a client sends, and nothing beyond the known fields", () => {
    const text = command({ name: "submit", operationId: "op", prompt: "go", extra: 1 });
    expect(decodeClientMessage(text)).toEqual({
      ok: true,
      value: { type: "command", id: "c1", command: { name: "submit", operationId: "op", prompt: "go" } },
    });
  });

  it("takes a prompt's own budget", () => {
    const budget = { soft: { tokens: 10 }, hard: { cost: 0.5 } };
    expect(decodeClientMessage(submitWith(budget))).toMatchObject({ ok: true, value: { command: { budget } } });
  });

  it("takes a cursor only whole", () => {
    expect(decodeClientMessage(JSON.stringify({ type: "subscribe", channel: "room", seq: 3 }))).toEqual({
      ok: true,
      value: { type: "subscribe", channel: "room" },
    });
  });

  it.each([
    ["not JSON", "{", "bad_message"],
    ["an array", "[]", "bad_message"],
    ["an unknown type", `{"type":"dance"}`, "bad_message"],
    ["a foreign channel", `{"type":"subscribe","channel":"run:../x"}`, "bad_message"],
    ["an unknown command", command({ name: "rm" }), "bad_message"],
    ["a blank prompt", command({ name: "submit", operationId: "o", prompt: " \n" }), "bad_request"],
    [
      "a huge prompt",
      command({ name: "submit", operationId: "o", prompt: "x".repeat(MAX_PROMPT_CHARS + 1) }),
      "too_large",
    ],
    ["a huge message", "x".repeat(MAX_CLIENT_MESSAGE_CHARS + 1), "too_large"],
    ["a reply of another kind", command({ name: "replyToPermission", requestId: "p", reply: "maybe" }), "bad_message"],
    ["answers of another shape", command({ name: "replyToQuestion", requestId: "q", answers: ["a"] }), "bad_message"],
    ["a command without a name", command(null), "bad_message"],
    ["a budget of nothing", submitWith({ hard: { tokens: 0 } }), "bad_message"],
    ["a budget of another kind", submitWith({ hard: { minutes: 1 } }), "bad_message"],
  ])("refuses %s", (_what, text, code) => {
    expect(decodeClientMessage(text)).toMatchObject({ ok: false, error: { code } });
  });

  it("names the command that a refusal answers", () => {
    expect(decodeClientMessage(command({ name: "rm" }))).toMatchObject({ id: "c1" });
  });
});

describe("decodeServerMessage", () => {
  it("passes on what it knows", () => {
    const frame = { type: "frame", channel: "run:a", seq: 1, events: [] };
    expect(decodeServerMessage(JSON.stringify(frame))).toEqual({ message: frame, skipped: 0 });
  });

  it.each([
    "",
    "null",
    `{"type":"future"}`,
    `{"type":"frame","channel":"run:a","seq":"1","events":[]}`,
    `{"type":"frame","channel":"run:a","seq":-1,"events":[]}`,
    `{"type":"snapshot","channel":"room","seq":0,"state":[]}`,
  ])("skips %s", (text) => {
    expect(decodeServerMessage(text)).toBeUndefined();
  });
});
