import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
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
