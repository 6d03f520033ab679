import { afterAll, beforeAll } from "vitest";
import { describeSandbox } from "../sandbox/contract/sandboxContract.ts";
import type { ScriptedModel } from "../testing/index.ts";
import { startScriptedModel } from "../testing/index.ts";
import { openFake } from "./tests/openFake.ts";

let model: ScriptedModel;

beforeAll(async () => {
  model = await startScriptedModel({ pace: "fast" });
});

afterAll(() => model?.close());

describeSandbox("the Cloudflare sandbox", async () => {
  const { fake, sandbox } = await openFake({ modelUrl: model.baseUrl });
  return {
    sandbox,
    directory: fake.directory,
    waitMs: 15_000,
    fetchPreview: async (url) => {
      const port = fake.previewPort(url);
      if (port === undefined) return new Response("Not exposed", { status: 404 });
      const { pathname, search } = new URL(url);
      return fake.sdk.containerFetch(`http://localhost${pathname}${search}`, port);
    },
    close: () => fake.close(),
  };
});
