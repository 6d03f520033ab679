import type { FileDiff, RunEvent } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import type { Answers } from "../../../tests/FakeClient.ts";
import { createFakeClient, message, RUN_ID, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { DiffList } from "./DiffList.tsx";

const PATCH = `--- a/src/a.ts
+++ b/src/a.ts
@@ -1,2 +1,2 @@ head
-const a = 1;
+const a = "<b>2</b>";
 keep
`;

const DIFFS = ["src/a.ts", "src/b.ts", "src/c.ts"].map((path) => ({
  path,
  status: "modified" as const,
  additions: 1,
  deletions: 1,
  patch: PATCH,
}));

test("a file opens to its patch, with numbers, signs and text as text", async () => {
  const screen = await render(<DiffList diffs={DIFFS.slice(0, 1)} />);
  await screen.getByRole("button", { name: /a\.ts/ }).click();
  const lines = () => [...screen.container.querySelectorAll("[data-slot='oc-patch-line']")];
  const kinds = () => lines().map((line) => line.getAttribute("data-kind"));
  await expect.poll(kinds).toEqual(["hunk", "remove", "add", "context"]);
  await expect.element(screen.getByText('const a = "<b>2</b>";', { exact: true })).toBeVisible();
  expect(lines().at(-1)?.querySelector("[data-number='2']")).not.toBeNull();
});

test("arrow keys move between the files", async () => {
  await render(<DiffList diffs={DIFFS} />);
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
  expect(document.activeElement).toHaveTextContent("src/b.ts");
  await userEvent.keyboard("{End}");
  expect(document.activeElement).toHaveTextContent("src/c.ts");
});

test("all files open and close at once", async () => {
  const screen = await render(<DiffList diffs={DIFFS} />);
  await screen.getByRole("button", { name: "Expand all" }).click();
  expect(screen.getByRole("group", { name: /Changes in/ }).elements()).toHaveLength(3);
  await screen.getByRole("button", { name: "Collapse all" }).click();
  await expect.poll(() => screen.getByRole("group", { name: /Changes in/ }).elements().length).toBe(0);
});

test("what is not a patch is shown as it is", async () => {
  const diff = { path: "x", status: "modified", additions: 0, deletions: 0, patch: "no patch <i>at all</i>" } as const;
  const screen = await render(<DiffList diffs={[diff]} defaultExpanded={["x"]} />);
  await expect.element(screen.getByText("no patch <i>at all</i>")).toBeVisible();
  await expect.element(screen.getByText(/could not be parsed/)).toBeVisible();
});

test("a long patch shows its start and the rest on demand", async () => {
  const body = Array.from({ length: 900 }, (_, at) => `+line ${at}`).join("\n");
  const patch = `--- /dev/null\n+++ b/x\n@@ -0,0 +1,900 @@\n${body}\n`;
  const screen = await render(
    <DiffList diffs={[{ path: "x", status: "added", additions: 900, deletions: 0, patch }]} defaultExpanded={["x"]} />,
  );
  await screen.getByRole("button", { name: "Show all 901 lines" }).click();
  await expect.element(screen.getByText("line 899")).toBeInTheDocument();
});

const OMITTED: FileDiff = {
  path: "src/a.ts",
  status: "modified",
  additions: 1,
  deletions: 1,
  patch: "",
  isPatchOmitted: true,
};

async function openBound(answers: Answers, ...events: readonly RunEvent[]) {
  const fake = createFakeClient(answers);
  fake.emits(...events);
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <DiffList runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  return { fake, screen };
}

test("a patch that is left out is fetched when its file is opened, once", async () => {
  let answer: ((diff: FileDiff) => void) | undefined;
  const { fake, screen } = await openBound(
    { getDiff: () => new Promise((resolve) => (answer = resolve)) },
    { type: "diff.set", diff: OMITTED },
  );
  const trigger = screen.getByRole("button", { name: /a\.ts/ });
  expect(fake.calls).toEqual([]);
  await trigger.click();
  await expect.element(screen.getByRole("status", { name: "Loading the change" })).toBeInTheDocument();
  answer?.({ ...OMITTED, patch: PATCH });
  await expect.element(screen.getByText('const a = "<b>2</b>";', { exact: true })).toBeVisible();
  expect(fake.calls).toEqual([["getDiff", { runId: RUN_ID, path: "src/a.ts" }]]);
});

test("a patch that nobody knows says so as text, one that did not come can be asked for again", async () => {
  const errors = [new Error("No answer."), new OpenCodeKitError("not_found", "OpenCode does not know what it was.")];
  const { screen } = await openBound(
    { getDiff: async () => Promise.reject(errors.shift() ?? new Error()) },
    { type: "diff.set", diff: OMITTED },
  );
  await screen.getByRole("button", { name: /a\.ts/ }).click();
  await expect.element(screen.getByText("Not loaded. No answer.")).toBeVisible();
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByText("OpenCode does not know what it was.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Try again" }).query()).toBeNull();
});

test("a file that changes again while it is open is fetched again", async () => {
  const patches = [PATCH, PATCH.replace("2</b>", "3</b>")];
  const { fake, screen } = await openBound(
    { getDiff: async () => ({ ...OMITTED, patch: patches.shift() ?? "" }) },
    { type: "diff.set", diff: OMITTED },
  );
  await screen.getByRole("button", { name: /a\.ts/ }).click();
  await expect.element(screen.getByText(/<b>2/)).toBeVisible();
  fake.emits({ type: "diff.set", diff: { ...OMITTED, additions: 4 } });
  await expect.element(screen.getByText(/<b>3/)).toBeVisible();
});

test("a patch that a tool call has is shown without asking", async () => {
  const { patch: _, isPatchOmitted: _omitted, ...diff } = OMITTED;
  const { fake, screen } = await openBound(
    {},
    message("m1"),
    tool("p1", "m1", "edit", { input: { filePath: "src/a.ts" }, metadata: { diff: PATCH } }),
    { type: "diff.set", diff, part: { id: "p1", isOnTop: false } },
  );
  await screen.getByRole("button", { name: /a\.ts/ }).click();
  await expect.element(screen.getByText('const a = "<b>2</b>";', { exact: true })).toBeVisible();
  expect(fake.calls).toEqual([]);
});

test("with plain diffs, one without its patch says that it is not included", async () => {
  const screen = await render(<DiffList diffs={[OMITTED]} defaultExpanded={["src/a.ts"]} />);
  await expect.element(screen.getByText("The patch of this file is not included.")).toBeVisible();
});

test("a binary file says so, and a renamed one says both names", async () => {
  const none = { additions: 0, deletions: 0, patch: "" };
  const diffs: readonly FileDiff[] = [
    { ...none, path: "logo.png", status: "modified", isBinary: true },
    { ...none, path: "src/new.ts", previousPath: "src/old.ts", status: "renamed" },
  ];
  const screen = await render(<DiffList diffs={diffs} defaultExpanded={["logo.png", "src/new.ts"]} />);
  await expect.element(screen.getByText("Binary file")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: /logo\.png/ })).toHaveTextContent("Binary");
  await expect.element(screen.getByRole("button", { name: /old\.ts/ })).toHaveTextContent("src/old.ts→src/new.ts");
  await expect.element(screen.getByText("Renamed from src/old.ts to src/new.ts. No lines changed.")).toBeVisible();
});

test("files that the state leaves out are counted, and listed on demand", async () => {
  const listed = { ...OMITTED, path: "src/b.ts", additions: 7 };
  const fake = createFakeClient({ listRunDiffs: async () => [OMITTED, { ...listed, additions: 1 }] });
  fake.emits({ type: "diff.set", diff: listed });
  fake.shows({ ...fake.client.run(RUN_ID).get(), diffsLeftOut: 1 });
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <DiffList runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByText("2 files changed")).toBeVisible();
  await expect.element(screen.getByText("1 more file is not listed.")).toBeVisible();
  await screen.getByRole("button", { name: "Show all files" }).click();
  const rows = () =>
    screen
      .getByRole("listitem")
      .elements()
      .map((row) => row.textContent);
  await expect.poll(rows).toEqual([expect.stringContaining("src/a.ts"), expect.stringContaining("+7")]);
  expect(screen.getByRole("button", { name: "Show all files" }).query()).toBeNull();
});
