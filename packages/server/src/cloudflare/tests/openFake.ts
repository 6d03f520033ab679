import { delimiter, dirname } from "node:path";
import { findAgentBinary, findRipgrep } from "../../local/agentBinary.ts";
import { freePort } from "../../local/freePort.ts";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";
import type { FakeCloudflareSandbox } from "../../testing/cloudflare/createFakeCloudflareSandbox.ts";
import { createFakeCloudflareSandbox } from "../../testing/cloudflare/createFakeCloudflareSandbox.ts";
import type { CloudflarePortOptions } from "../createCloudflarePort.ts";
import { createCloudflarePort } from "../createCloudflarePort.ts";

export type OpenedFake = {
  readonly fake: FakeCloudflareSandbox;
  readonly sandbox: SandboxPort;
  /** Another object's view of the same sandbox: it remembers nothing of the first. */
  again(options?: Partial<CloudflarePortOptions>): SandboxPort;
};

/** A sandbox over the fake, with the real OpenCode in it; `modelUrl` is where its model answers. */
export async function openFake(
  options: Partial<CloudflarePortOptions> & { readonly modelUrl?: string } = {},
): Promise<OpenedFake> {
  const { modelUrl = "http://127.0.0.1:9/v1", ...rest } = options;
  const fake = await createFakeCloudflareSandbox();
  const port = await freePort();
  const again = (more: Partial<CloudflarePortOptions> = {}): SandboxPort =>
    createCloudflarePort(fake.sdk, {
      directory: fake.directory,
      home: fake.home,
      command: findAgentBinary(),
      path: [dirname(process.execPath), dirname(findRipgrep()), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
      address: "127.0.0.1",
      port,
      previewHost: "preview.example.com",
      backup: { bucket: fake.bucket },
      agent: async () => ({ config: scriptedConfig(modelUrl), model: "scripted/scripted", scripted: true }),
      ...rest,
      ...more,
    });
  return { fake, sandbox: again(), again };
}

function scriptedConfig(baseURL: string): string {
  const options = { baseURL, apiKey: "placeholder" };
  const models = { scripted: { name: "scripted", tool_call: true, limit: { context: 128_000, output: 8_192 } } };
  return JSON.stringify({
    autoupdate: false,
    share: "disabled",
    model: "scripted/scripted",
    small_model: "scripted/scripted",
    enabled_providers: ["scripted"],
    provider: { scripted: { npm: "@ai-sdk/openai-compatible", name: "Scripted model", options, models } },
  });
}
