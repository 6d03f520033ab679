import { afterEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { highlight } from "../../lib/highlight/highlight.ts";
import { Markdown } from "../Markdown/Markdown.tsx";

afterEach(() => vi.unstubAllGlobals());

const block = (code: string, language = "ts") => `\`\`\`${language}\n${code}\n\`\`\``;

test("code is plain where the page may not start a worker", async () => {
  vi.stubGlobal("Worker", function refuse(): never {
    throw new DOMException("Refused by the page's policy", "SecurityError");
  });
  await expect(highlight("let y = 1;", "typescript")).resolves.toBeUndefined();
});

test("a block of code is plain at first, and coloured without a move and without another letter", async () => {
  const screen = await render(<Markdown text={block('const answer = "forty-two"; // why')} />);
  const code = screen.getByText(/const answer/);
  await expect.element(code).toBeVisible();
  const pre = screen.container.querySelector("pre");
  const before = [pre?.textContent, pre?.getBoundingClientRect().height, pre?.scrollWidth];
  expect(screen.container.querySelector("[data-token]")).toBeNull();
  await vi.waitFor(() => expect(screen.container.querySelector("[data-token]")).not.toBeNull(), { timeout: 20_000 });
  expect([pre?.textContent, pre?.getBoundingClientRect().height, pre?.scrollWidth]).toEqual(before);
  const kinds = [...screen.container.querySelectorAll<HTMLElement>("[data-token]")].map(
    ({ dataset, textContent }) => `${dataset["token"]} ${textContent}`,
  );
  expect(kinds).toEqual(["keyword const", "constant answer", "keyword =", 'string "forty-two"', "comment // why"]);
  expect(screen.container.querySelector("[style]")).toBeNull();
});

test("code in a language that nobody knows, and code that is long, stays plain", async () => {
  const asked = vi.spyOn(Worker.prototype, "postMessage");
  const long = "let x = 1;\n".repeat(2000);
  const screen = await render(<Markdown text={`${block("x", "klingon")}\n\n${block(long)}\n\n${block("let z;")}`} />);
  await expect.element(screen.getByText("klingon")).toBeVisible();
  await vi.waitFor(() => expect(asked.mock.calls.map(([request]) => request.code)).toEqual(["let z;"]));
});
