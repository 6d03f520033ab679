import type { Scenario, ToolCall } from "../Scenario.ts";

const PACKAGE = `{
  "name": "slugs",
  "version": "0.1.0",
  "type": "module",
  "exports": "./src/slugify.ts",
  "scripts": { "test": "node --test" }
}
`;

const SOURCE = `/** Turns a title into the part of a URL that names it. */
export function slugify(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "-");
}
`;

const TEST = `import assert from "node:assert/strict";
import { test } from "node:test";
import { slugify } from "../src/slugify.ts";

test("joins words with hyphens", () => {
  assert.equal(slugify("Hello World"), "hello-world");
});

test("drops accents", () => {
  assert.equal(slugify("Crème Brûlée"), "creme-brulee");
});

test("folds whatever is between words into one hyphen", () => {
  assert.equal(slugify("  Hello,   World!  "), "hello-world");
});
`;

const README = `# slugs

\`\`\`ts
import { slugify } from "slugs";

slugify("Crème Brûlée!"); // "creme-brulee"
\`\`\`

Run the tests with \`npm test\`.
`;

const TODOS = ["Set up the package", "Write slugify", "Test it", "Describe it in the README"];

/** The first `done` todos are completed, the next one is in progress. */
function todos(done: number): ToolCall {
  return {
    tool: "todowrite",
    input: {
      todos: TODOS.map((content, i) => ({
        content,
        status: i < done ? "completed" : i === done ? "in_progress" : "pending",
        priority: i < 3 ? "high" : "medium",
      })),
    },
  };
}

const RUN_TESTS: ToolCall = { tool: "bash", input: { command: "node --test", description: "Run the tests" } };

/** A library whose test fails first and is then fixed. */
export const library: Scenario = {
  name: "library",
  matches: (prompt) => /librar|slug|typescript/i.test(prompt),
  turn: ({ step }) => {
    switch (step) {
      case 0:
        return {
          reasoning:
            "The task is a function with clear examples. Node runs TypeScript and tests by itself, so no dependencies are needed: a package file, one module and one test file will do. I will plan first, then write the code and let the tests judge it.",
          text: "I will build it without dependencies: Node runs both TypeScript and the tests.",
          tools: [todos(0)],
        };
      case 1:
        return {
          tools: [
            { tool: "write", input: { filePath: "package.json", content: PACKAGE } },
            { tool: "write", input: { filePath: "src/slugify.ts", content: SOURCE } },
            { tool: "write", input: { filePath: "test/slugify.test.ts", content: TEST } },
          ],
        };
      case 2:
        return { text: "The code and its tests are there. Now the tests decide.", tools: [todos(2), RUN_TESTS] };
      case 3:
        return {
          reasoning:
            "The third test fails: every character becomes a hyphen of its own, and there are hyphens at both ends. A run of other characters must become one hyphen, and the ends must go.",
          text: "One test fails: each separator becomes a hyphen of its own, and the ends keep theirs. I will fold runs of them into one and trim the ends.",
          tools: [
            {
              tool: "edit",
              input: {
                filePath: "src/slugify.ts",
                oldString: `    .replace(/[^a-z0-9]/g, "-");`,
                newString: `    .replace(/[^a-z0-9]+/g, "-")\n    .replace(/^-|-$/g, "");`,
              },
            },
          ],
        };
      case 4:
        return { text: "Run the tests again.", tools: [RUN_TESTS] };
      case 5:
        return {
          text: "All tests pass. The README is what is left.",
          tools: [todos(3), { tool: "write", input: { filePath: "README.md", content: README } }],
        };
      case 6:
        return { tools: [todos(4)] };
      default:
        return {
          text: `The library is ready, and its **3 tests pass**.

- \`src/slugify.ts\` turns a title into a slug: accents dropped, everything else folded into single hyphens
- \`test/slugify.test.ts\` holds three examples; the third one found a bug, which is fixed
- \`README.md\` shows how to use it

\`\`\`ts
slugify("  Hello,   World!  "); // "hello-world"
\`\`\``,
        };
    }
  },
};
