import { expect, test } from "vitest";
import { readImports } from "./readImports.mjs";

test("finds every form of import, with its line and whether it is only for types", () => {
  const text = [
    'import type { A } from "./a.ts";',
    'import { type B, c } from "./b.ts";',
    'import "./style.css";',
    'export { d } from "./d.ts";',
    'export type { E } from "./e.ts";',
    'const f = import("./f.ts");',
    'type G = import("./g.ts").G;',
    "const h = import(f);",
  ].join("\n");
  const found = readImports("x.ts", text).map(({ specifier, line, isType }) => [specifier, line, isType]);
  expect(found.sort()).toEqual([
    ["./a.ts", 1, true],
    ["./b.ts", 2, false],
    ["./d.ts", 4, false],
    ["./e.ts", 5, true],
    ["./f.ts", 6, false],
    ["./g.ts", 7, true],
    ["./style.css", 3, false],
  ]);
});

test("says which file does not parse", () => {
  expect(() => readImports("broken.ts", "const = 1;")).toThrow("broken.ts does not parse");
});
