import { existsSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { missingForPlatform } from "./packages.mjs";

vi.mock("node:fs");

const LOCK = {
  "node_modules/tool": {
    version: "2.0.0",
    optionalDependencies: {
      "@tool/linux-x64": "2.0.0",
      "@tool/linux-x64-musl": "2.0.0",
      "@tool/darwin-arm64": "2.0.0",
      "tool-windows-64": "2.0.0",
    },
  },
  "node_modules/@tool/linux-x64": { version: "2.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
  "node_modules/other/node_modules/nested": { version: "1.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
};

function missingOn(platform, arch, installed = []) {
  vi.mocked(readFileSync).mockReturnValue(JSON.stringify({ packages: LOCK }));
  vi.mocked(existsSync).mockImplementation((path) => installed.some((name) => String(path).endsWith(name)));
  return missingForPlatform({ platform, arch });
}

test("asks for what the lock file lists for this system and is not there", () => {
  expect(missingOn("linux", "x64")).toEqual(["@tool/linux-x64@2.0.0", "nested@1.0.0"]);
  expect(missingOn("linux", "x64", ["@tool/linux-x64", "nested"])).toEqual([]);
});

test("asks for what the lock file of another system does not list", () => {
  expect(missingOn("darwin", "arm64")).toEqual(["@tool/darwin-arm64@2.0.0"]);
  expect(missingOn("win32", "x64")).toEqual(["tool-windows-64@2.0.0"]);
});
