import type { AttachmentContent, Command } from "@opencode-kit/client/protocol";
import { EMPTY_TEXT } from "@opencode-kit/client/state";
import type { Joined } from "./Answers.ts";
import { joinLate } from "./Answers.ts";
import { FIX_PATCH, SLUGIFY } from "./patches.ts";
import { ROOT, Script } from "./Script.ts";

const FILES = ["slugify", "truncate", "escape", "wrap", "indent", "titleCase", "camelCase", "pluralise"];

/** A long run, of which a viewer who joins now gets the newest messages. */
export function longRun(): Joined {
  const script = new Script({ prompt: "Move every helper to its own module", title: "One module a helper" });
  script.user("Move every helper to its own module, with a test beside it. Run the tests after each.");
  for (let round = 1; round <= 45; round++) {
    const file = `src/${FILES[round % FILES.length] ?? "slugify"}.ts`;
    const message = script.message("assistant");
    script.text(message, `Round ${round}: \`${file}\` next.`);
    script.end(script.tool(message, "read", { filePath: file }), { title: file });
    const edit = script.tool(message, "edit", { filePath: file });
    script.end(edit, { title: file, metadata: { diff: FIX_PATCH.replaceAll("src/slugify.ts", file) } });
    const check = script.message("assistant");
    const run = script.tool(check, "bash", { command: "node --test src/", description: "Run the tests" });
    script.output(run, `tests ${round * 3}\npass ${round * 3}\nfail 0\n`).end(run, { metadata: { exit: 0 } });
  }
  script.text(script.message("assistant"), "Every helper has its own module now, and all 135 tests pass.");
  return joinLate(script.patch({ status: "complete", endedAt: script.now }).recording());
}

const LOG = Array.from(
  { length: 5200 },
  (_, at) => `2026-11-24T10:${String(at % 60).padStart(2, "0")}:00 \u001b[32minfo\u001b[39m request ${at} served\n`,
).join("");

/** A command that printed more than a page keeps. */
export function loudRun(): Joined {
  const script = new Script({ prompt: "Replay the log" }, Date.now() - 9000);
  script.user("Replay yesterday's log.");
  const message = script.message("assistant");
  const run = script.tool(message, "bash", { command: "node replay.mjs --from yesterday" });
  script
    .output(run, LOG)
    .wait(4000)
    .end(run, { metadata: { exit: 0 } });
  return joinLate(script.patch({ status: "complete", endedAt: script.now }).recording());
}

const PASTED = Array.from({ length: 1400 }, (_, at) => `${at}: a line that somebody pasted`).join("\n");
const LONG_FILE = SLUGIFY.repeat(20);

/** A change that is longer than what everybody gets of it waits for a person. */
export function longRequestRun(): Joined {
  const script = new Script({ prompt: "Generate the table" }, Date.now() - 9000);
  script.user("Generate the table of code points.");
  const message = script.message("assistant");
  script.text(message, "This is the table. It is long, and generated: I want to write it to one file.");
  const path = "src/codePoints.ts";
  const lines = Array.from({ length: 3000 }, (_, at) => `+  0x${(at + 160).toString(16)}, // ${at + 160}`);
  const diff = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,3000 @@\n${lines.join("\n")}\n`;
  const metadata = { filepath: path, diff };
  const request = { id: "per_3", sessionId: ROOT, kind: "permission" as const, permission: "edit", metadata };
  script.events({ type: "pending.set", request: { ...request, patterns: [path], always: ["src/*"] } });
  return joinLate(script.patch({ status: "waiting" }).recording());
}

/** A text and two calls that are longer than a snapshot keeps. */
export function cutRun(): Joined {
  const script = new Script({ prompt: "Read this" });
  script.user(`${PASTED}\n\nWhat is odd about these lines?`);
  const message = script.message("assistant");
  const write = script.tool(message, "write", { filePath: "src/slugify.ts", content: LONG_FILE });
  script.end(write, { title: "src/slugify.ts", metadata: { exists: false } });
  const other = script.tool(message, "some_mcp_tool", { query: "q".repeat(4000) }, { output: EMPTY_TEXT });
  script.end(other, { title: "a long question" });
  script.text(message, "Nothing is odd about them.");
  const joined = joinLate(script.patch({ status: "complete", endedAt: script.now }).recording());
  const answers = (command: Command): unknown => {
    const value = joined.answers(command);
    if (command.name === "getPart" && command.partId === other) throw new Error("The room is away.");
    return value;
  };
  return { ...joined, answers };
}

/** What a run says of itself between its messages. */
export function markedRun(): Joined {
  const script = new Script({ prompt: "Summarise the repository", title: "Summarise the repository" });
  const base = { sessionId: ROOT };
  const first = script.message("user");
  script.part({ ...base, messageId: first, type: "text", text: "Summarise the repository." });
  const prompt = "Look through every package and list what it exports.";
  const asked = { description: "List the exports", agent: "explore", prompt };
  script.part({ ...base, messageId: first, type: "subtask", ...asked });
  const answer = script.message("assistant");
  const overloaded = {
    code: "provider_failed",
    message: "The model provider answered with an error (529): Overloaded. Try again later or choose another model.",
    retryable: true,
  } as const;
  script.part({
    ...base,
    messageId: answer,
    type: "retry",
    attempt: 1,
    error: { ...overloaded, providerMessage: "Overloaded" },
  });
  const limited = {
    code: "provider_limit",
    message:
      "The model provider answered with an error (429): Too many requests. Try again later or choose another model.",
    providerMessage:
      "Too many requests.\nYour organization has used 40,000 of its 40,000 input tokens per minute. The limit resets in 34 seconds.",
  } as const;
  script.part({ ...base, messageId: answer, type: "retry", attempt: 2, error: limited });
  script.text(answer, "The repository has three packages: `client`, `react` and `server`.");
  script.part({ ...base, messageId: script.message("user"), type: "compaction", isAuto: true });
  const last = script.message("assistant");
  script.text(last, "Going on from the summary, with the tests next.");
  const error = {
    code: "provider_auth",
    message:
      "The model provider refused the API key (401): invalid x-api-key. Check the key and the address that the server was started with.",
    providerMessage: "invalid x-api-key\nrequest_id: req_011CSHoEeqs5C35K2UUqR7Fy",
    statusCode: 401,
    providerID: "anthropic",
    modelID: "claude-sonnet-4",
    agent: "build",
  } as const;
  return joinLate(script.patch({ status: "error", error, endedAt: script.now }).recording());
}

/** A prompt with files, and a tool that looked at a picture. */
export function picturedRun(): Joined {
  const script = new Script({ prompt: "Make the page look like the sketch" });
  const base = { sessionId: ROOT };
  const first = script.message("user");
  script.part({ ...base, messageId: first, type: "text", text: "Make the page look like the sketch." });
  script.part({ ...base, messageId: first, type: "file", mime: "image/png", filename: "sketch.png", bytes: 48_200 });
  script.part({
    ...base,
    messageId: first,
    type: "file",
    mime: "application/pdf",
    filename: "brand-guidelines.pdf",
    bytes: 1_840_000,
  });
  script.part({ ...base, messageId: first, type: "file", mime: "image/svg+xml", filename: "logo.svg", bytes: 2100 });
  const answer = script.message("assistant");
  const read = script.tool(answer, "read", { filePath: "screenshots/now.png" });
  script.output(read, "Image read successfully").end(read, {
    title: "screenshots/now.png",
    attachments: [{ mime: "image/png", filename: "now.png", bytes: 31_700 }],
  });
  script.text(answer, "The sketch has its chart above the table; the page has it below. I'll swap them.");
  const joined = joinLate(script.patch({ status: "complete", endedAt: script.now }).recording());
  const answers = (command: Command): unknown =>
    command.name === "getAttachment" ? drawSketch() : joined.answers(command);
  return { ...joined, answers };
}

function drawSketch(): AttachmentContent {
  const canvas = document.createElement("canvas");
  canvas.width = 960;
  canvas.height = 540;
  const pen = canvas.getContext("2d");
  if (pen !== null) {
    pen.fillStyle = "#f4f5f7";
    pen.fillRect(0, 0, 960, 540);
    pen.fillStyle = "#3b57d0";
    for (const [at, height] of [120, 210, 160, 260, 190, 300, 240].entries()) {
      pen.fillRect(60 + at * 122, 360 - height, 84, height);
    }
    pen.fillStyle = "#c9cdd4";
    for (const row of [400, 440, 480]) pen.fillRect(60, row, 816, 14);
  }
  return { mime: "image/png", filename: "sketch.png", base64: canvas.toDataURL("image/png").split(",")[1] ?? "" };
}
