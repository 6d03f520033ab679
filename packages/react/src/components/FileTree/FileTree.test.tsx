import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { createFakeClient, RUN_ID } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { FileTree } from "./FileTree.tsx";

const PATHS = ["README.md", "src/b10.ts", "src/b9.ts", "src/lib/x.ts", "docs/a.md"];
const FILES = PATHS.map((path) => ({ path, kind: "file" as const }));

function focusedPath(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset["path"] : undefined;
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await userEvent.keyboard(key);
}

test("rows tell their place, folders first and numbers by value", async () => {
  const screen = await render(<FileTree files={FILES} defaultExpanded={["src"]} />);
  const rows = screen.getByRole("treeitem").elements();
  expect(rows.map((row) => row.getAttribute("data-path"))).toEqual([
    "docs",
    "src",
    "src/lib",
    "src/b9.ts",
    "src/b10.ts",
    "README.md",
  ]);
  const facts = ["aria-level", "aria-posinset", "aria-setsize", "aria-expanded"].map((name) =>
    rows[2]?.getAttribute(name),
  );
  expect(facts).toEqual(["2", "1", "3", "false"]);
});

test("the tree is one tab stop, moved through by arrows, Home and End", async () => {
  const screen = await render(<FileTree files={FILES} />);
  expect(screen.container.querySelectorAll("[tabindex='0']")).toHaveLength(1);
  await userEvent.tab();
  expect(focusedPath()).toBe("docs");
  await press("{ArrowDown}");
  expect(focusedPath()).toBe("src");
  await press("{ArrowRight}");
  await expect.element(screen.getByRole("treeitem", { name: "src" })).toHaveAttribute("aria-expanded", "true");
  await press("{ArrowRight}");
  expect(focusedPath()).toBe("src/lib");
  await press("{ArrowLeft}");
  expect(focusedPath()).toBe("src");
  await press("{ArrowLeft}");
  await expect.element(screen.getByRole("treeitem", { name: "src" })).toHaveAttribute("aria-expanded", "false");
  await press("{End}");
  expect(focusedPath()).toBe("README.md");
  await press("{Home}");
  expect(focusedPath()).toBe("docs");
  expect(screen.container.querySelectorAll("[tabindex='0']")).toHaveLength(1);
});

test("typing finds a name, Enter chooses it", async () => {
  const onSelectedPathChange = vi.fn<(path: string | null) => void>();
  await render(<FileTree files={FILES} defaultExpanded={["src"]} onSelectedPathChange={onSelectedPathChange} />);
  await userEvent.tab();
  await press("b", "1");
  expect(focusedPath()).toBe("src/b10.ts");
  await press("{Enter}");
  expect(onSelectedPathChange.mock.calls).toEqual([["src/b10.ts"]]);
});

test("a controlled tree asks and does not change by itself", async () => {
  const onExpandedChange = vi.fn<(paths: readonly string[]) => void>();
  const screen = await render(<FileTree files={FILES} expanded={[]} onExpandedChange={onExpandedChange} />);
  await screen.getByRole("treeitem", { name: "src" }).click();
  expect(onExpandedChange.mock.calls).toEqual([[["src"]]]);
  expect(screen.getByRole("treeitem").elements()).toHaveLength(3);
});

test("a bound tree is live: new files pulse, changed ones are marked and revealed", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <FileTree runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByText("No files yet")).toBeVisible();
  fake.emitsFiles({ type: "file.set", entry: { path: "src/a.ts", kind: "file", size: 1 } });
  fake.emitsFiles({ type: "file.set", entry: { path: "src/b.ts", kind: "file", size: 1 } });
  const diff = { path: "src/b.ts", status: "added", additions: 1, deletions: 0, patch: "" } as const;
  fake.emits({ type: "diff.set", diff });
  const row = screen.getByRole("treeitem", { name: /b\.ts/ });
  await expect.element(row).toHaveTextContent("Added");
  expect(row.element().querySelector("[data-slot='oc-file-tree-pulse']")).not.toBeNull();
  const old = screen.getByRole("treeitem", { name: /a\.ts/ }).element();
  expect(old.querySelector("[data-slot='oc-file-tree-pulse']")).toBeNull();
});
