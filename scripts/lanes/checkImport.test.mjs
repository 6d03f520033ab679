import { describe, expect, test } from "vitest";
import { checkImport } from "./checkImport.mjs";

const manifests = {
  "": { devDependencies: { vitest: "1" } },
  "packages/client": { name: "@opencode-kit/client", dependencies: { partysocket: "1" } },
  "packages/react": {
    name: "@opencode-kit/react",
    dependencies: { "@opencode-kit/client": "1" },
    peerDependencies: { react: "19" },
  },
  "packages/server": { name: "@opencode-kit/server", dependencies: { "@opencode-kit/client": "1", jose: "1" } },
};

const check = (file, specifier) => checkImport({ file, specifier, isType: false }, manifests);

describe("lanes", () => {
  test("an import of an earlier lane, of the own lane and of the front door's parts is right", () => {
    expect(check("packages/client/src/state/a.ts", "../protocol/b.ts")).toBeUndefined();
    expect(check("packages/client/src/state/a.ts", "./b.ts")).toBeUndefined();
    expect(check("packages/client/src/index.ts", "./client/b.ts")).toBeUndefined();
  });

  test("an import of a later lane is wrong", () => {
    expect(check("packages/client/src/protocol/a.ts", "../state/b.ts")).toContain("imports state/ from protocol/");
  });

  test("a lane that nobody listed is wrong", () => {
    expect(check("packages/client/src/state/a.ts", "../utils/b.ts")).toContain("utils/");
  });

  test("a lane does not import the package's index", () => {
    expect(check("packages/react/src/hooks/a.ts", "../index.ts")).toContain("front door");
  });

  test("a sealed lane is for itself and for tests", () => {
    expect(check("packages/server/src/storage/a.ts", "../local/b.ts")).toContain("local/");
    expect(check("packages/server/src/index.ts", "./local/index.ts")).toContain("local/");
    expect(check("packages/server/src/testing/a.ts", "../local/b.ts")).toBeUndefined();
    expect(check("packages/server/src/storage/a.test.ts", "../testing/b.ts")).toBeUndefined();
  });
});

describe("platforms", () => {
  test("pure lanes import no package", () => {
    expect(check("packages/client/src/state/a.ts", "partysocket")).toContain("pure");
    expect(check("packages/client/src/transport/a.ts", "partysocket")).toBeUndefined();
  });

  test("Node's modules are for the lanes that run on Node", () => {
    expect(check("packages/server/src/storage/a.ts", "node:fs")).toContain("without Node");
    expect(check("packages/server/src/local/a.ts", "node:fs")).toBeUndefined();
    expect(check("packages/server/src/storage/a.ts", "cloudflare:workers")).toBeUndefined();
  });
});

describe("packages", () => {
  test("only the named parts of the kit are open to another package", () => {
    expect(check("packages/server/src/storage/a.ts", "@opencode-kit/client/state")).toBeUndefined();
    expect(check("packages/server/src/storage/a.ts", "@opencode-kit/client")).toContain("packages/server may import");
    expect(check("packages/react/src/hooks/a.ts", "@opencode-kit/client/source")).toContain("packages/react may");
    expect(check("packages/react/src/hooks/a.test.ts", "@opencode-kit/client/testing")).toBeUndefined();
  });

  test("a path does not lead from one package into another", () => {
    expect(check("packages/react/src/a.ts", "../../client/src/b.ts")).toContain("reaches out");
  });

  test("what is imported is listed in the package's own manifest", () => {
    expect(check("packages/react/src/hooks/a.ts", "react")).toBeUndefined();
    expect(check("packages/react/src/hooks/a.ts", "lodash/debounce")).toContain("imports lodash");
    expect(check("packages/react/src/hooks/a.ts", "vitest")).toContain("imports vitest");
    expect(check("packages/react/src/hooks/a.test.ts", "vitest")).toBeUndefined();
  });
});

test("nothing imports a test", () => {
  expect(check("packages/react/src/hooks/a.ts", "./b.test.ts")).toContain("test file");
  expect(check("packages/react/src/hooks/a.test.ts", "./b.test.ts")).toContain("test file");
  expect(check("packages/server/src/storage/a.ts", "../tests/b.ts")).toContain("for tests");
});
