import type { PendingRequest } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { reduceRunAll } from "@opencode-kit/client/state";
import { beforeEach, expect, test } from "vitest";
import { createFakeClient, message, ROOT, text, tool } from "../FakeClient.ts";
import { HOSTILE_TEXTS, withLongLines, withNothing, withOtherClocks, withTexts } from "./hostile.ts";
import { openWhole } from "./openWhole.tsx";
import { RECORDED_RUNS } from "./recordedRuns.ts";

/** Of all recordings those that have something of their own to show. */
const NAMES = [
  "apply_patch",
  "bash_long_nonzero",
  "compaction",
  "diff_kinds",
  "err_429_retry",
  "err_401",
  "err_unknown_tool",
  "nested_subagents",
  "permission_reject",
  "question",
  "read_image",
  "reasoning",
  "revert",
  "todos",
] as const;

const RUNS: readonly (readonly [string, RunState])[] = [...NAMES.map(recorded), ["made up", madeUp()]];

function recorded(name: string): readonly [string, RunState] {
  const state = RECORDED_RUNS.get(name);
  if (state === undefined) throw new Error(`There is no recording ${name}.`);
  return [name, state];
}

/** What no recording ends with: tools that none has used, and everything that waits for a person. */
function madeUp(): RunState {
  const base = { sessionId: ROOT, messageId: "m1" };
  const pending: readonly PendingRequest[] = [
    {
      ...base,
      id: "a1",
      kind: "permission",
      permission: "bash",
      patterns: ["ls"],
      always: ["ls *"],
      metadata: { command: "ls" },
    },
    {
      ...base,
      id: "a2",
      kind: "permission",
      permission: "edit",
      patterns: ["a"],
      always: ["*"],
      metadata: { diff: "-a\n+b", filepath: "a" },
    },
    {
      ...base,
      id: "a3",
      kind: "question",
      questions: [{ question: "Q", header: "H", options: [{ label: "L", description: "D" }] }],
    },
    { ...base, id: "a4", kind: "budget", scope: "run", used: { tokens: 5, cost: 1 }, limit: { tokens: 5 } },
  ];
  const grep = "Found 1 matches\n/w/a.ts:\n  Line 3: foo";
  const window = (head: string) => ({ head, tail: "", chars: head.length, bytes: head.length });
  const fake = createFakeClient();
  return reduceRunAll(fake.client.run("r").get(), [
    message("m0", "user"),
    text("t0", "m0", "Do it"),
    message("m1"),
    tool("p1", "m1", "grep", { input: { pattern: "a", path: "b" }, output: window(grep), metadata: { matches: 1 } }),
    tool("p2", "m1", "glob", { input: { pattern: "a" }, output: window("/w/a.ts") }),
    tool("p3", "m1", "list", { input: { path: "a" }, output: window("a/\n  b.ts") }),
    tool("p4", "m1", "webfetch", { input: { url: "https://a.example" }, output: window("# T") }),
    tool("p5", "m1", "websearch", { input: { query: "q" }, output: window("Title: a\nURL: https://a.example") }),
    tool("p6", "m1", "skill", { input: { name: "s" }, output: window("text") }),
    tool("p7", "m1", "server_tool", {
      input: { a: { b: ["c"] } },
      output: window('{"a":1}'),
      attachments: [{ mime: "image/png", filename: "a.png", bytes: 3 }],
    }),
    {
      type: "part.set",
      part: { ...base, id: "x1", type: "file", mime: "text/plain", filename: "a", url: "file:///a" },
    },
    { type: "part.set", part: { ...base, id: "x2", type: "subtask", prompt: "P", description: "D", agent: "A" } },
    { type: "part.set", part: { ...base, id: "x3", type: "other", kind: "hologram", data: { a: "b" } } },
    { type: "todos.set", sessionId: ROOT, todos: [{ content: "C", status: "pending" }] },
    ...pending.map((request) => ({ type: "pending.set" as const, request })),
    { type: "run.patch", patch: { title: "T", modelID: "m", retry: { attempt: 1, message: "R", next: 5 } } },
  ]);
}

beforeEach(() => {
  document.title = "";
});

/** Elements that the kit makes; anything else came out of a text. */
const OURS =
  "a, article, aside, bdi, blockquote, button, circle, code, dd, del, div, dl, dt, ellipse, em, fieldset, form, g, h2, h3, header, hr, input, label, legend, li, line, ol, option, p, path, polygon, polyline, pre, rect, section, select, span, strong, svg, table, tbody, td, textarea, th, thead, time, tr, ul, br";

function expectOnlyOurs(container: HTMLElement): void {
  const foreign = [...container.querySelectorAll("*")].filter((element) => !element.matches(OURS));
  expect(foreign.map((element) => element.outerHTML.slice(0, 200))).toEqual([]);
  const forms = [...container.querySelectorAll("form")].filter((form) => !form.hasAttribute("data-slot"));
  expect(forms).toEqual([]);
  const handlers = [...container.querySelectorAll("*")].flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith("on") || name === "srcdoc" || name === "src"),
  );
  expect(handlers).toEqual([]);
  const links = [...container.querySelectorAll("a")].map((link) => link.protocol);
  expect(links.filter((protocol) => !["https:", "http:", "mailto:"].includes(protocol))).toEqual([]);
  expect(container.querySelector("[data-slot='oc-view-failed']")?.parentElement?.textContent).toBeUndefined();
  expect(document.title).toBe("");
}

/** What a person decides by, and where a reordered text would have them decide otherwise. */
const DECIDING = [
  "oc-file-path",
  "oc-tool-trigger",
  "oc-tool-command",
  "oc-tool-input",
  "oc-permission",
  "oc-prompt",
  "oc-chip",
  "oc-activity",
  "oc-attachment",
  "oc-code",
  "oc-markdown-block",
  "oc-process-command",
  "oc-patch",
];

for (const [name, hostile] of Object.entries(HOSTILE_TEXTS)) {
  test.each(RUNS)(`${name} in every text of the run “%s” stays text`, async (_run, state) => {
    const container = await openWhole(withTexts(state, hostile));
    expectOnlyOurs(container);
    expect(container.textContent).toContain("owned");
  });
}

test.each(RUNS)("nothing that a person decides by in the run “%s” can be reordered", async (_run, state) => {
  const container = await openWhole(withTexts(state, HOSTILE_TEXTS["text that is reordered"] ?? ""));
  const reordered = DECIDING.flatMap((slot) => [...container.querySelectorAll(`[data-slot='${slot}']`)])
    .filter((element) => /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(element.textContent ?? ""))
    .map((element) => `${element.getAttribute("data-slot")}: ${element.textContent?.slice(0, 80)}`);
  expect(reordered).toEqual([]);
});

test.each(RUNS)(
  "a megabyte on one line in each field of the run “%s” is shown",
  async (_run, state) => {
    expectOnlyOurs(await openWhole(withLongLines(state)));
  },
  60_000,
);

test.each(RUNS)("the run “%s” is shown where it has nothing but what holds it together", async (_run, state) => {
  expectOnlyOurs(await openWhole(withNothing(state)));
});

test.each(RUNS)("the run “%s” is shown where its clocks differ by days", async (_run, state) => {
  for (const days of [3, -3]) expectOnlyOurs(await openWhole(withOtherClocks(state, days)));
});
