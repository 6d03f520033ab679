import type { Recording } from "@opencode-kit/client/recording";
import { DIFFS, FIX_PATCH, SLUGIFY, TEST_FILE } from "./patches.ts";
import { ROOT, Script } from "./Script.ts";

const TESTS_FAIL = `\u001b[32m✔\u001b[39m joins words \u001b[2m(0.9ms)\u001b[22m
\u001b[32m✔\u001b[39m drops accents \u001b[2m(0.2ms)\u001b[22m
\u001b[31m✖ takes a separator \u001b[2m(1.1ms)\u001b[22m\u001b[39m
  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:
  \u001b[32m+ actual\u001b[39m \u001b[31m- expected\u001b[39m

  \u001b[32m+ '_a_b_'\u001b[39m
  \u001b[31m- 'a_b'\u001b[39m

tests 3
pass 2
\u001b[31mfail 1\u001b[39m
`;

const TESTS_PASS = `\u001b[32m✔\u001b[39m joins words \u001b[2m(0.8ms)\u001b[22m
\u001b[32m✔\u001b[39m drops accents \u001b[2m(0.2ms)\u001b[22m
\u001b[32m✔\u001b[39m takes a separator \u001b[2m(0.3ms)\u001b[22m

tests 3
pass 3
fail 0
`;

const PLAN = ["Write slugify", "Cover it with a test", "Make the test pass"];

function todos(script: Script, ...statuses: readonly string[]): void {
  const list = PLAN.map((content, at) => ({ content, status: statuses[at] ?? "pending" }));
  script.events({ type: "todos.set", sessionId: ROOT, todos: list });
}

/** The agent has written a file and runs the tests; they print. */
function firstHalf(script: Script): string {
  script.wait(300).patch({ title: "Slugify library" });
  script.user("Build a slugify library with a test. Also write the results to `report.csv`.");
  const first = script.wait(500).message("assistant");
  script.text(
    first,
    "The workspace is nearly empty, so I can choose the layout. A module, a test beside it.",
    "reasoning",
  );
  script.text(first, "I'll write `slugify` with a test beside it, run the test, and fix what it finds.");
  const plan = script.tool(first, "todowrite", { todos: PLAN.map((content) => ({ content, status: "pending" })) });
  todos(script, "in_progress");
  script.wait(30).end(plan, { title: "3 todos" });
  const glob = script.tool(first, "glob", { pattern: "**/*.ts" });
  script.wait(60).output(glob, "src/helpers.ts\n").end(glob, { title: "**/*.ts" });
  const read = script.tool(first, "read", { filePath: "package.json" });
  script.wait(40).output(read, '{\n  "name": "strings",\n  "type": "module"\n}\n').end(read, { title: "package.json" });
  const write = script.wait(200).tool(first, "write", { filePath: "src/slugify.ts", content: SLUGIFY });
  script.wait(50).end(write, { title: "src/slugify.ts", metadata: { exists: false } });
  const test = script.tool(first, "write", { filePath: "src/slugify.test.ts", content: TEST_FILE });
  script.wait(50).end(test, { title: "src/slugify.test.ts", metadata: { exists: false } });
  script.files(
    { path: "package.json", size: 48 },
    { path: "README.md", size: 30 },
    { path: "src/helpers.ts", size: 210 },
  );
  script.files(
    { path: "src/slugify.ts", size: SLUGIFY.length },
    { path: "src/slugify.test.ts", size: TEST_FILE.length },
  );
  for (const diff of DIFFS.slice(2, 4)) script.events({ type: "diff.set", diff });
  todos(script, "completed", "in_progress");
  const usage = { input: 4210, output: 612, reasoning: 90, cacheRead: 12_800, cacheWrite: 0, cost: 0.0231 };
  script.events({ type: "message.patch", id: first, patch: { completedAt: script.now, usage } });
  const second = script.message("assistant");
  const run = script.tool(second, "bash", { command: "node --test src/", description: "Run the tests" });
  script.wait(700).output(run, TESTS_FAIL);
  return run;
}

/** In the middle of its work. */
export function liveRun(): Recording {
  const script = new Script(
    { prompt: "Build a slugify library with a test", outputFile: "report.csv" },
    Date.now() - 14_000,
  );
  firstHalf(script);
  return script.recording();
}

/** From the prompt to the end. */
export function doneRun(): Recording {
  const script = new Script(
    { prompt: "Build a slugify library with a test", outputFile: "report.csv" },
    Date.now() - 60_000,
  );
  const run = firstHalf(script);
  script.wait(900).end(run, { metadata: { exit: 1 } });
  const third = script.message("assistant");
  script.text(
    third,
    "One of three fails: the separator is not trimmed at the edges, because the pattern only knows `-`.",
  );
  const edit = script.tool(third, "edit", { filePath: "src/slugify.ts", oldString: "a", newString: "b" });
  script.wait(80).end(edit, { title: "src/slugify.ts", metadata: { diff: FIX_PATCH } });
  const again = script.tool(third, "bash", { command: "node --test src/", description: "Run the tests again" });
  script
    .wait(400)
    .output(again, TESTS_PASS)
    .wait(900)
    .end(again, { metadata: { exit: 0 } });
  const task = subagent(script, third);
  script.wait(300).end(task, { metadata: { sessionId: "ses_child" } });
  for (const diff of DIFFS) script.events({ type: "diff.set", diff });
  script.files({ path: "report.csv", size: 1834 }, { path: "docs/usage.md", size: 412 });
  todos(script, "completed", "completed", "completed");
  const last = script.message("assistant");
  script.text(last, SUMMARY);
  const usage = { input: 5120, output: 1480, reasoning: 210, cacheRead: 48_200, cacheWrite: 900, cost: 0.0872 };
  script.events({ type: "message.patch", id: last, patch: { completedAt: script.now, usage } });
  return script.patch({ status: "complete", endedAt: script.now }).recording();
}

const SUMMARY = `## Done

\`slugify\` is in \`src/slugify.ts\`, with its test beside it. The test found one bug, which is fixed:

1. **Separators** are now trimmed at both edges, whatever they are.
2. Accents are dropped by Unicode's own rules, see [normalisation](https://unicode.org/reports/tr15/).

\`\`\`ts
slugify("Crème brûlée"); // "creme-brulee"
slugify(" a b ", { separator: "_" }); // "a_b"
\`\`\`

| Check | Result | Time |
| --- | --- | ---: |
| joins words | passed | 0.8 ms |
| drops accents | passed | 0.2 ms |
| takes a separator | passed | 0.3 ms |

> The old notes in \`docs/\` were empty of anything useful, so I removed them.
`;

function subagent(script: Script, messageId: string): string {
  script.events({ type: "session.set", session: { id: "ses_child", parentId: ROOT, title: "Write usage notes" } });
  const input = { description: "Write usage notes", prompt: "Write docs/usage.md", subagent_type: "general" };
  const task = script.tool(messageId, "task", input, { metadata: { sessionId: "ses_child" } });
  script.user("Write docs/usage.md for slugify.", "ses_child");
  const answer = script.message("assistant", { sessionId: "ses_child" });
  const write = script.tool(
    answer,
    "write",
    { filePath: "docs/usage.md", content: "# Usage\n" },
    { sessionId: "ses_child" },
  );
  script.wait(60).end(write, { title: "docs/usage.md" });
  script.text(answer, "The notes are in `docs/usage.md`.", "text", "ses_child");
  return task;
}

/** Waits for a person: a command, a change, a question. */
export function waitingRun(): Recording {
  const script = new Script({ prompt: "Publish the package" }, Date.now() - 9000);
  script.wait(200).user("Publish the package to the registry.");
  const message = script.wait(300).message("assistant");
  script.text(message, "The tests pass and the version is set. Publishing needs your permission.");
  const tool = script.tool(message, "bash", { command: "npm publish --access public", description: "Publish" });
  const base = { sessionId: ROOT, messageId: message };
  script.events({
    type: "pending.set",
    request: {
      ...base,
      id: "per_1",
      kind: "permission",
      permission: "bash",
      callId: `call_${tool}`,
      patterns: ["npm publish --access public"],
      always: ["npm publish *"],
      metadata: { command: "npm publish --access public" },
    },
  });
  return script.patch({ status: "waiting" }).recording();
}

export function askingRun(): Recording {
  const script = new Script({ prompt: "Set up a database" }, Date.now() - 9000);
  script.wait(200).user("Set up a database.");
  const message = script.wait(300).message("assistant");
  script.text(message, "Two things decide how I build this.");
  const options = [
    { label: "SQLite", description: "One file, nothing to run. Good for one machine." },
    { label: "PostgreSQL", description: "A server. Good for many writers." },
  ];
  const extras = ["Migrations", "Seed data", "Backups"].map((label) => ({ label }));
  script.events({
    type: "pending.set",
    request: {
      id: "que_1",
      sessionId: ROOT,
      kind: "question",
      questions: [
        { header: "Engine", question: "Which database should I use?", options },
        { header: "Extras", question: "What should come with it?", options: extras, multiple: true },
      ],
    },
  });
  return script.patch({ status: "waiting" }).recording();
}

export function editPermissionRun(): Recording {
  const script = new Script({ prompt: "Fix the separator" }, Date.now() - 9000);
  script.wait(200).user("Fix the separator.");
  script.text(script.message("assistant"), "The edges are trimmed of `-` only. This is the change I want to make.");
  const metadata = { filepath: "src/slugify.ts", diff: FIX_PATCH };
  const request = { id: "per_2", sessionId: ROOT, kind: "permission" as const, permission: "edit", metadata };
  script.events({ type: "pending.set", request: { ...request, patterns: ["src/slugify.ts"], always: ["*"] } });
  return script.patch({ status: "waiting" }).recording();
}

export function failedRun(): Recording {
  const script = new Script({ prompt: "Explain the build" }, Date.now() - 20_000);
  script.wait(200).user("Explain the build.");
  const message = script.message("assistant");
  const read = script.tool(message, "read", { filePath: "missing.json" });
  script.wait(50).end(read, { status: "error", error: "File not found: missing.json" });
  const error = {
    code: "provider_auth",
    message:
      "The model provider refused the API key (401): Incorrect API key provided. Check the key and the address that the server was started with.",
  } as const;
  script.wait(900).events({ type: "message.patch", id: message, patch: { error, completedAt: script.now } });
  return script.patch({ status: "error", error, endedAt: script.now }).recording();
}

export function retryingRun(): Recording {
  const script = new Script({ prompt: "Explain the build" }, Date.now() - 20_000);
  script.wait(200).user("Explain the build.");
  script.message("assistant");
  const retry = { attempt: 3, message: "Too Many Requests: the provider is overloaded", next: Date.now() + 600_000 };
  return script.patch({ retry }).recording();
}

export function abortedRun(): Recording {
  const script = new Script({ prompt: "Count to a million" }, Date.now() - 40_000);
  script.wait(200).user("Count to a million.");
  const message = script.message("assistant");
  const run = script.tool(message, "bash", { command: "for i in $(seq 1000000); do echo $i; done" });
  script
    .output(run, Array.from({ length: 40 }, (_, at) => `${at + 1}\n`).join(""))
    .wait(4000)
    .end(run, { metadata: { exit: null } });
  return script.patch({ status: "aborted", endedAt: script.now }).recording();
}

/** The room has answered, and nothing has come yet. */
export function neverRun(): Recording {
  const hour = 3_600_000;
  return startingRun().map((entry) => (entry.message.type === "hello" ? entry : { ...entry, t: hour }));
}

export function startingRun(): Recording {
  const started = { status: "starting" as const, prompt: "Build a slugify library with a test" };
  const script = new Script(started);
  return script.recording();
}

const LONG = `${"a-folder-with-quite-a-name/".repeat(8)}${"component".repeat(12)}.generated.module.test.tsx`;

/** Everything that a page must take and stay whole. */
export function hostileRun(): Recording {
  const script = new Script({ prompt: `<img src=x onerror=alert(1)> ${"unbroken".repeat(60)}` }, Date.now() - 5000);
  script.wait(10).user(`<script>alert(1)</script> \u202Egnp.exe ${"unbroken".repeat(60)}`);
  const message = script.message("assistant");
  script.text(
    message,
    `<img src=x onerror="document.title='owned'"> and [a link](javascript:alert(1)), [another](data:text/html,x), ![image](https://example.com/x.png)\n\n${"x".repeat(800)}\n\n\`\`\`\n${"y".repeat(500)}\n\`\`\``,
  );
  const bash = script.tool(message, "bash", { command: `echo ${"z".repeat(600)}` });
  script
    .output(bash, "\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007 \u001b[31mred\u001b[0m <b>bold</b>\n")
    .end(bash, { metadata: { exit: 0 } });
  const write = script.tool(message, "write", { filePath: LONG, content: "x\n" });
  script.end(write, { title: LONG });
  script.end(script.tool(message, "constructor", { __html: "<i>x</i>" }), { title: "<u>title</u>" });
  script.events({
    type: "diff.set",
    diff: { path: LONG, status: "modified", additions: 1204, deletions: 388, patch: "not a patch\n<b>x</b>" },
  });
  script.files({ path: LONG, size: 12 }, { path: "<img src=x onerror=alert(1)>", size: 3 });
  return script.recording();
}
