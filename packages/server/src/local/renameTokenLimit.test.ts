import { expect, it } from "vitest";
import { renameTokenLimit } from "./renameTokenLimit.ts";

it.each([
  [`{"model":"m","max_tokens":5}`, `{"model":"m","max_completion_tokens":5}`],
  [`{"model":"m"}`, `{"model":"m"}`],
  [`[1]`, `[1]`],
  [`not JSON`, `not JSON`],
])("turns %s into %s", (body, expected) => {
  expect(renameTokenLimit(Buffer.from(body)).toString()).toBe(expected);
});
