import type { JsonObject, JsonValue, RunSnapshot } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { fromRunSnapshot, toWholeRunSnapshot } from "@opencode-kit/client/state";

const RLO = "\u202e";

/** Texts that would do something if they were taken for more than text. Each has `owned` in it. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  "a script": "<script>document.title='owned'</script></pre></code></textarea><script src=//owned.example></script>",
  "an image with a handler": `"><img src=x onerror="document.title='owned'"><svg/onload=document.title='owned'>`,
  "a script's address": ["javascript", "document.title='owned'"].join(":"),
  "links in Markdown":
    "[a](javascript:document.title='owned') ![b](https://owned.example/pixel.png) [c](data:text/html,owned) <https://owned.example/> [d](vbscript:owned) [e]: javascript:owned",
  "terminal escapes":
    "\u001b]8;;https://owned.example/\u0007owned\u001b]8;;\u0007\u001b[2J\u001b[31mred\u001b[0m\u001bPq\u001b\\",
  "control characters": "owned\u0000\u0007\b\u007f\u0085\r\nnext\u2028line\ufffe\ud800",
  "text that is reordered": `owned${RLO}cod.exe\u2066\u2069\u200f\u061c`,
  "a frame and a form":
    "<iframe srcdoc='owned'></iframe><form action=//owned.example><button>Allow once</button></form>",
  "words of a prototype": "__proto__ constructor toString owned",
  nesting: `${"> ".repeat(50)}${"- ".repeat(50)}${"**".repeat(50)}owned${"[".repeat(50)}${"{".repeat(50)}`,
};

/** What holds a run together: with another value it would be another run, or none. */
const STRUCTURE: readonly string[] = [
  "id",
  "sessionId",
  "messageId",
  "parentId",
  "callId",
  "type",
  "role",
  "kind",
  "status",
  "windowFrom",
  "severity",
  "scope",
  "outcome",
  "code",
  "source",
];

/** The names of tools choose what shows them, so they stay, and the same is given to a tool of no known name. */
const NAMES: readonly string[] = ["tool"];

type Change = (value: JsonValue, key: string) => JsonValue | undefined;

function changed(value: JsonValue, key: string, change: Change): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((entry: JsonValue) => changed(entry, key, change) ?? []);
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).flatMap(([name, entry]) => {
      const next = STRUCTURE.includes(name) || NAMES.includes(name) ? entry : changed(entry, name, change);
      return next === undefined ? [] : [[name, next] as const];
    });
    return Object.fromEntries(entries);
  }
  return change(value, key);
}

/** The run's snapshot with each of its values changed, read back as a client reads what a room sends. */
export function changedRun(state: RunState, change: Change): RunState {
  const snapshot = JSON.parse(JSON.stringify(toWholeRunSnapshot(state))) as JsonObject;
  return fromRunSnapshot(changed(snapshot, "", change) as unknown as RunSnapshot);
}

/** Every text of the run is this one. */
export function withTexts(state: RunState, text: string): RunState {
  let paths = 0;
  return changedRun(state, (value, key) => {
    if (typeof value !== "string" || value === "") return value;
    // A run has one entry for a path.
    return key === "path" ? `${text}${++paths}` : text;
  });
}

/** The first text of each name is a megabyte on one line. */
export function withLongLines(state: RunState): RunState {
  const line = "owned ".repeat(175_000);
  const done = new Set<string>();
  return changedRun(state, (value, key) => {
    if (typeof value !== "string" || value === "" || done.has(key)) return value;
    done.add(key);
    return line;
  });
}

/** Times are off by days, each by another amount; `now` is about what they would be. */
export function withOtherClocks(state: RunState, days: number): RunState {
  const times = ["createdAt", "startedAt", "endedAt", "completedAt", "at", "next"];
  let at = 0;
  return changedRun(state, (value, key) =>
    typeof value === "number" && times.includes(key) ? value + days * 86_400_000 * (++at % 2 === 0 ? -1 : 1) : value,
  );
}

/** Nothing of the run is there but what holds it together. */
export function withNothing(state: RunState): RunState {
  const needed = [
    "prompt",
    "createdAt",
    "messageCount",
    "text",
    "output",
    "input",
    "metadata",
    "head",
    "tail",
    "chars",
  ];
  const more = [
    "bytes",
    "attempt",
    "message",
    "path",
    "patch",
    "mime",
    "additions",
    "deletions",
    "content",
    "permission",
    "question",
    "label",
  ];
  const numbers = ["cost", "reasoning", "cacheRead", "cacheWrite"];
  return changedRun(state, (value, key) => ([...needed, ...more, ...numbers].includes(key) ? value : undefined));
}
