import type { JsonObject, ToolPart } from "@opencode-kit/client/protocol";
import type { Recording } from "@opencode-kit/client/recording";
import { windowOf } from "@opencode-kit/client/state";
import { FIX_PATCH, SLUGIFY } from "./patches.ts";
import { ROOT, Script } from "./Script.ts";

const READ = `<path>/workspace/src/slugify.ts</path>
<type>file</type>
<content>
10: /** Words in lower case, joined by dashes. */
11: export function slugify(text: string, separator = "-"): string {
12:   return text.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g)?.join(separator) ?? "";
13: }

(Showing lines 10-13 of 80. Use offset=14 to continue.)
</content>`;

const GREP = `Found 3 matches
/workspace/src/slugify.ts:
  Line 11: export function slugify(text: string, separator = "-"): string {

/workspace/src/slugify.test.ts:
  Line 1: import { slugify } from "./slugify.ts";
  Line 4: test("joins words", () => expect(slugify("A b")).toBe("a-b"));`;

const PAGE = `# Unicode normalization forms

A text can be written in more than one way. **NFKD** takes compatible characters apart.

\`\`\`js
"é".normalize("NFKD").length; // 2
\`\`\``;

const SEARCH = `Title: String.prototype.normalize
URL: https://developer.example/normalize
Text: Returns the Unicode Normalization Form of the string.

Title: Slugs, and how to make them
URL: https://slugs.example/howto?from=search
Text: All of them.`;

/** One call of each tool that the agent has, and one of a server's. */
export function everyTool(): Recording {
  const script = new Script(
    { prompt: "Use every tool once", status: "complete", title: "Every tool" },
    Date.now() - 90_000,
  );
  const { now } = script;
  script.user("Use every tool once");
  const messageId = script.message("assistant");
  const call = (tool: string, input: JsonObject, extra: Partial<ToolPart> = {}): void => {
    const base = { messageId, sessionId: ROOT, type: "tool" as const, callId: `call_${tool}`, tool, input };
    const done = {
      status: "completed" as const,
      startedAt: now,
      endedAt: now + 40,
      output: windowOf(""),
      metadata: {},
    };
    script.part({ ...base, ...done, ...extra });
  };
  call("read", { filePath: "src/slugify.ts", offset: 10, limit: 4 }, { output: windowOf(READ) });
  call(
    "read",
    { filePath: "src" },
    {
      output: windowOf(
        "<path>/workspace/src</path>\n<type>directory</type>\n<entries>\nlib/\nslugify.ts\n\n(2 entries)\n</entries>",
      ),
    },
  );
  call(
    "list",
    { path: "." },
    { output: windowOf("/workspace/\n  src/\n    lib/\n      words.ts\n    slugify.ts\n  package.json\n") },
  );
  call(
    "glob",
    { pattern: "**/*.ts" },
    { output: windowOf("/workspace/src/slugify.ts\n/workspace/src/slugify.test.ts"), metadata: { count: 2 } },
  );
  call(
    "grep",
    { pattern: "slugify\\(", path: "src", include: "*.ts" },
    { output: windowOf(GREP), metadata: { matches: 3 } },
  );
  call(
    "webfetch",
    { url: "https://unicode.example/forms", format: "markdown" },
    { output: windowOf(PAGE), endedAt: now + 2100 },
  );
  call("websearch", { query: "normalize unicode slug" }, { output: windowOf(SEARCH), endedAt: now + 1400 });
  call("write", { filePath: "src/slugify.ts", content: SLUGIFY });
  call("edit", { filePath: "src/slugify.ts", oldString: "a", newString: "b" }, { metadata: { diff: FIX_PATCH } });
  call(
    "bash",
    { command: "node --test src/" },
    { output: windowOf("\u001b[32m✔\u001b[39m joins words\n"), metadata: { exit: 0 }, endedAt: now + 3200 },
  );
  call(
    "skill",
    { name: "release-notes" },
    {
      output: windowOf(
        '<skill_content name="release-notes">\n# Skill: release-notes\n\nList what *users* see first.\n',
      ),
    },
  );
  call(
    "question",
    { questions: [{ question: "Which separator?", header: "Separator", options: [] }] },
    { metadata: { answers: [["Dash"]] } },
  );
  call("todowrite", {
    todos: [
      { content: "Write slugify", status: "completed" },
      { content: "Test it", status: "in_progress" },
    ],
  });
  call(
    "linear_create_issue",
    { title: "Slugs lose their accents", labels: ["bug"] },
    { output: windowOf('{"id":"WEB-12","url":"https://linear.example/WEB-12"}') },
  );
  call("invalid", { tool: "delete_everything", error: "Model tried to call unavailable tool 'delete_everything'." });
  return script.recording();
}

/** A call in each of the states that it can be in. */
export function everyToolState(): Recording {
  const script = new Script({ prompt: "Show how a call stands", title: "Every state of a call" }, Date.now() - 20_000);
  const { now } = script;
  script.user("Show how a call stands");
  const messageId = script.message("assistant");
  const call = (id: string, command: string, extra: Partial<ToolPart>): void => {
    const base = { messageId, sessionId: ROOT, type: "tool" as const, callId: id, tool: "bash", input: { command } };
    script.part({ ...base, status: "completed", startedAt: now, output: windowOf(""), metadata: {}, ...extra });
  };
  call("c1", "npm test", { endedAt: now + 4000, output: windowOf("pass 12\n"), metadata: { exit: 0 } });
  call("c2", "npm run lint", { endedAt: now + 900, output: windowOf("2 errors\n"), metadata: { exit: 2 } });
  call("c3", "cat /etc/shadow", {
    status: "error",
    endedAt: now + 10,
    error: "The user rejected permission to use this specific tool call.",
  });
  call("c4", "sleep 600", { endedAt: now + 8000, output: windowOf("waiting\n"), metadata: { exit: null } });
  call("c5", "npx tsc", { status: "error", endedAt: now + 60, error: "spawn npx ENOENT" });
  call("c6", "npm run build", { status: "running", output: windowOf("compiling 214 modules…\n") });
  call("c7", "rm -rf dist", { status: "running" });
  call("c8", "", { status: "pending" });
  const request = { id: "per_1", sessionId: ROOT, callId: "c7", kind: "permission" as const, permission: "bash" };
  script.events({
    type: "pending.set",
    request: { ...request, patterns: ["rm -rf dist"], always: ["rm *"], metadata: { command: "rm -rf dist" } },
  });
  return script.recording();
}
