import type { ToolPart } from "@opencode-kit/client/protocol";
import { EMPTY_TEXT, windowOf } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOT, RUN_ID, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { OpenCodeRun } from "../OpenCodeRun/OpenCodeRun.tsx";

async function open(name: string, extra: Partial<ToolPart>) {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(message("m1"), tool("p1", "m1", name, extra));
  const card = screen.container.querySelector("[data-slot='oc-tool']");
  const line = screen.container.querySelector("[data-slot='oc-tool-trigger']");
  if (!(card instanceof HTMLElement) || !(line instanceof HTMLElement)) throw new Error("The call has no card.");
  return { fake, screen, card, line };
}

/** The line as it is read: its pieces stand apart. */
const wordsOf = (line: HTMLElement) => line.innerText.replaceAll(/\s+/g, " ");

const output = (text: string) => ({ output: windowOf(text) });

test("a read says which lines it has read and shows them with their numbers", async () => {
  const text =
    "<path>/workspace/src/a.ts</path>\n<type>file</type>\n<content>\n10: const a = 1;\n11: (End of file - total 9 lines)\n\n(Showing lines 10-11 of 80. Use offset=12 to continue.)\n</content>\n\n<system-reminder>\nBe nice.\n</system-reminder>";
  const input = { filePath: "src/a.ts", offset: 10, limit: 2 };
  const { screen, line } = await open("read", { input, ...output(text) });
  expect(wordsOf(line)).toContain("Read src/ a.ts Done lines 10–11 of 80");
  line.click();
  await expect.element(screen.getByText("const a = 1;")).toBeVisible();
  expect(screen.container.querySelector("[data-slot='oc-code-numbers']")?.textContent).toBe("10\n11");
  expect(screen.getByText("Be nice.").query()).toBeNull();
});

test("a search says what it sought, where, and how often it was found, and lists the matches by file", async () => {
  const text = "Found 3 matches\n/w/a.ts:\n  Line 3: foo(1)\n  Line 9: foo(2)\n\n/w/b.ts:\n  Line 1: foo: bar:";
  const { screen, line } = await open("grep", {
    input: { pattern: "foo", path: "src", include: "*.ts" },
    metadata: { matches: 3 },
    ...output(text),
  });
  expect(wordsOf(line)).toContain("Search “foo” in src, *.ts Done 3 matches");
  line.click();
  await expect.element(screen.getByText("foo(2)")).toBeVisible();
  await expect.element(screen.getByText("foo: bar:")).toBeVisible();
  expect(screen.container.querySelectorAll("[data-slot='oc-found-file']")).toHaveLength(2);
});

test("files that were found are a list", async () => {
  const { screen, line } = await open("glob", {
    input: { pattern: "**/*.ts" },
    metadata: { count: 100, truncated: true },
    ...output("/w/src/a.ts\n/w/src/b.ts\n\n(Results are truncated: showing first 100 results.)"),
  });
  expect(wordsOf(line)).toContain("Find files “**/*.ts” Done 100+ files");
  line.click();
  await expect.element(screen.getByText("b.ts")).toBeVisible();
  expect(screen.container.querySelectorAll("[data-slot='oc-found-entry']")).toHaveLength(2);
});

test("a page that was fetched has its title and its true address as a link", async () => {
  const { screen, line } = await open("webfetch", {
    input: { url: "https://good.example@evil.example/a", format: "markdown" },
    ...output("# The page\n\nIts words."),
  });
  expect(wordsOf(line)).toContain("Fetch evil.example/a");
  line.click();
  const link = screen.getByRole("link", { name: "evil.example/a" });
  await expect.element(link).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  await expect.element(screen.getByText("Its words.")).toBeVisible();
});

test("an address that a click must not follow is text", async () => {
  const url = "javascript" + ":alert(1)";
  const { screen, line } = await open("webfetch", { input: { url } });
  line.click();
  await expect.element(screen.getByText("No output")).toBeVisible();
  expect(screen.container.querySelector("a")).toBeNull();
});

test("pages that a web search has found are links", async () => {
  const { screen, line } = await open("websearch", {
    input: { query: "slugify" },
    ...output("Title: Slugs\nURL: https://slugs.example/\nText: All of them.\n"),
  });
  expect(wordsOf(line)).toContain("Search the web “slugify”");
  line.click();
  await expect.element(screen.getByRole("link", { name: "slugs.example" })).toBeVisible();
});

test("questions have their answers", async () => {
  const { screen, line } = await open("question", {
    input: { questions: [{ question: "Which colour?", options: [] }] },
    metadata: { answers: [["Blue", "Red"]] },
  });
  line.click();
  await expect.element(screen.getByText("Blue, Red")).toBeVisible();
});

test("a call that the model got wrong says which tool it was and why", async () => {
  const { screen, line } = await open("invalid", { input: { tool: "nope", error: "There is no such tool." } });
  expect(wordsOf(line)).toContain("Not a valid call The model called “nope” wrongly");
  line.click();
  await expect.element(screen.getByText("There is no such tool.")).toBeVisible();
});

test("a skill shows what it tells, without the marks for the model", async () => {
  const { screen, line } = await open("skill", {
    input: { name: "pdf" },
    ...output('<skill_content name="pdf">\n# Skill: pdf\n\nUse **poppler**.\n\nBase directory for this skill: /x\n'),
  });
  line.click();
  await expect.element(screen.getByText("poppler")).toBeVisible();
  expect(screen.container.textContent).not.toContain("skill_content");
});

test("a tool of a server shows its input and its answer as readable JSON", async () => {
  const { screen, line } = await open("linear_list_issues", { input: { team: "web" }, ...output('{"issues":[1]}') });
  expect(wordsOf(line)).toContain("linear_list_issues");
  line.click();
  await expect.element(screen.getByRole("group", { name: "Input" })).toHaveTextContent('{ "team": "web" }');
  const answer = screen.getByRole("group", { name: "Output" }).element();
  expect(answer.textContent).toBe('{\n  "issues": [\n    1\n  ]\n}');
});

test.each<[state: string, word: string, extra: Partial<ToolPart>]>([
  ["pending", "Preparing", { status: "pending" }],
  ["running", "Running", { status: "running" }],
  ["completed", "Done", {}],
  ["error", "Failed", { status: "error", error: "ENOENT" }],
  ["denied", "Denied", { status: "error", error: "The user rejected permission to use this specific tool call." }],
  ["interrupted", "Interrupted", { status: "error", error: "Tool execution aborted" }],
  ["interrupted", "Interrupted", { status: "completed", metadata: { exit: null } }],
])("a call that is %s says “%s”", async (state, word, extra) => {
  const { card, line } = await open("bash", { input: { command: "ls" }, ...extra });
  expect(card.dataset["status"]).toBe(state);
  expect(wordsOf(line)).toContain(word);
});

test("a command that runs says in its line what it has printed last", async () => {
  const { fake, line } = await open("bash", { status: "running", input: { command: "make" }, ...output("one\n") });
  fake.emits({ type: "part.append", id: "p1", text: "\u001b[32m10%\r20%\u001b[0m\n" });
  expect(wordsOf(line)).toMatch(/^Run make 20% Running/);
});

test("each state of a call has an icon of its own", async () => {
  const states: Partial<ToolPart>[] = [
    { status: "pending" },
    { status: "running" },
    {},
    { status: "error", error: "ENOENT" },
    { status: "error", error: "The user rejected permission to use this specific tool call." },
    { status: "error", error: "Tool execution aborted" },
  ];
  const fake = createFakeClient();
  const screen = await openRun(fake);
  fake.emits(message("m1"), ...states.map((extra, at) => tool(`p${at}`, "m1", "bash", extra)));
  const icons = [...screen.container.querySelectorAll("[data-slot='oc-row-icon'] > svg:first-child")];
  expect(new Set(icons.map((icon) => icon.innerHTML)).size).toBe(states.length);
});

test("a call that waits for a person says so, and one that nobody works on any more does not run", async () => {
  const { fake, card, line } = await open("bash", { status: "running", input: { command: "rm x" } });
  const request = { id: "per_1", sessionId: ROOT, callId: "call_p1", kind: "permission", permission: "bash" } as const;
  fake.emits({ type: "pending.set", request: { ...request, patterns: [], always: [], metadata: {} } });
  expect(card.dataset["status"]).toBe("waiting");
  expect(wordsOf(line)).toContain("Needs your answer");
  fake.emits({ type: "pending.remove", id: "per_1", outcome: "gone" });
  expect(card.dataset["status"]).toBe("running");
  fake.emits({ type: "run.patch", patch: { status: "aborted", endedAt: 5 } });
  expect(card.dataset["status"]).toBe("interrupted");
});

test("a host's renderer that throws is replaced by the plain card, and can be tried again", async () => {
  const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
  let isBroken = true;
  const Broken = ({ part }: ToolRendererProps) => {
    if (isBroken) throw new Error("no such field");
    return <p>deployed by {part.tool}</p>;
  };
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <OpenCodeRun runId={RUN_ID} tools={{ deploy: Broken }} />
    </OpenCodeProvider>,
  );
  fake.emits(message("m1"), tool("p1", "m1", "deploy", { title: "to staging" }), tool("p2", "m1", "bash"));
  await expect.element(screen.getByText("This view of the tool failed and was left out.")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: /deploy to staging/ })).toBeVisible();
  expect(screen.container.querySelector("[data-tool='bash']")).not.toBeNull();
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByText("This view of the tool failed and was left out.")).toBeVisible();
  isBroken = false;
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByText("deployed by deploy")).toBeVisible();
  complaints.mockRestore();
});

test("a call without any of what its renderer expects has a card", async () => {
  const fake = createFakeClient();
  const screen = await openRun(fake);
  const names = ["apply_patch", "bash", "edit", "glob", "grep", "list", "question", "read", "skill", "task"];
  const more = ["invalid", "todoread", "todowrite", "webfetch", "websearch", "write", "toString"];
  const parts = [...names, ...more].map((name) => tool(`p_${name}`, "m1", name, { output: EMPTY_TEXT }));
  fake.emits(message("m1"), ...parts);
  for (const line of screen.container.querySelectorAll("[data-slot='oc-tool-trigger']")) {
    if (line instanceof HTMLElement) line.click();
  }
  expect(screen.container.querySelectorAll("[data-slot='oc-tool']")).toHaveLength(names.length + more.length);
  expect(screen.container.querySelector("[data-slot='oc-view-failed']")).toBeNull();
});
