import { expect, test } from "vitest";
import { safeHref } from "./safeHref.ts";

test("only absolute web and mail addresses are safe", () => {
  const safe = ["https://example.com/a", "HTTP://example.com", "mailto:a@example.com"];
  const unsafe = [
    ["javascript", "alert(1)"].join(":"),
    "java\nscript:alert(1)",
    ` ${["javascript", "x"].join(":")}`,
    "data:text/html,x",
    "//example.com",
    "/a",
    "#a",
    "vbscript:x",
    "file:///etc/passwd",
  ];
  expect(safe.map((href) => safeHref(href) !== undefined)).toEqual(safe.map(() => true));
  expect(unsafe.map(safeHref)).toEqual(unsafe.map(() => undefined));
});
