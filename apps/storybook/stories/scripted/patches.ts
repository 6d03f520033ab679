import type { FileDiff } from "@opencode-kit/client/protocol";

export const SLUGIFY = `export type SlugifyOptions = {
  /** Between words. Default: "-". */
  readonly separator?: string;
};

export function slugify(text: string, { separator = "-" }: SlugifyOptions = {}): string {
  return text
    .normalize("NFKD")
    .replace(/\\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, separator)
    .replace(/^-+|-+$/g, "");
}
`;

export const FIX_PATCH = `--- a/src/slugify.ts
+++ b/src/slugify.ts
@@ -5,9 +5,11 @@ export type SlugifyOptions = {
 
 export function slugify(text: string, { separator = "-" }: SlugifyOptions = {}): string {
+  const escaped = separator.replace(/[.*+?^\${}()|[\\]\\\\]/g, "\\\\$&");
+  const edges = new RegExp(\`^(\${escaped})+|(\${escaped})+$\`, "g");
   return text
     .normalize("NFKD")
     .replace(/\\p{M}/gu, "")
     .toLowerCase()
     .replace(/[^a-z0-9]+/g, separator)
-    .replace(/^-+|-+$/g, "");
+    .replace(edges, "");
 }
`;

function added(path: string, content: string): FileDiff {
  const lines = content.trimEnd().split("\n");
  const body = lines.map((line) => `+${line}`).join("\n");
  const patch = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${body}\n`;
  return { path, status: "added", additions: lines.length, deletions: 0, patch };
}

export const TEST_FILE = `import assert from "node:assert/strict";
import { test } from "node:test";
import { slugify } from "./slugify.ts";

test("joins words", () => assert.equal(slugify("Hello, World!"), "hello-world"));
test("drops accents", () => assert.equal(slugify("Crème brûlée"), "creme-brulee"));
test("takes a separator", () => assert.equal(slugify(" a b ", { separator: "_" }), "a_b"));
`;

export const DIFFS: readonly FileDiff[] = [
  {
    path: "README.md",
    status: "modified",
    additions: 3,
    deletions: 1,
    patch: `--- a/README.md
+++ b/README.md
@@ -1,3 +1,5 @@
 # strings
 
-Nothing here yet.
+Small string helpers.
+
+- \`slugify(text, options?)\` makes a text fit for an address.
`,
  },
  {
    path: "docs/old-notes.md",
    status: "deleted",
    additions: 0,
    deletions: 2,
    patch: "--- a/docs/old-notes.md\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-# Notes\n-Ask Kim about unicode.\n",
  },
  added("src/slugify.test.ts", TEST_FILE),
  added("src/slugify.ts", SLUGIFY),
  {
    path: "src/strings/index.ts",
    previousPath: "src/helpers.ts",
    status: "renamed",
    additions: 0,
    deletions: 0,
    patch: "",
  },
];

export const FIX_DIFF: FileDiff = {
  path: "src/slugify.ts",
  status: "modified",
  additions: 3,
  deletions: 1,
  patch: FIX_PATCH,
};
