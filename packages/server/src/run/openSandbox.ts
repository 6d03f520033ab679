import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { CloudflareSandboxBinding } from "../cloudflare/cloudflareSandbox.ts";
import { inferProviderFromModel } from "../providers/inferProviderFromModel.ts";
import type { OpenCodeConfig, ProviderCredentials, ProviderID } from "../providers/ProviderCredentials.ts";
import { selectProviders } from "../providers/selectProviders.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import { isSandboxPort } from "./toSandboxPort.ts";

export type OpenSandboxOptions = {
  readonly env: object;
  readonly credentials?: readonly ProviderCredentials[];
  readonly userConfig?: OpenCodeConfig;
};

/**
 * Where sandboxes come from: the binding of a Durable Object that is or extends `OpenCodeSandbox`; a sandbox of
 * this kit's, such as `localSandbox(…)`; or a function that makes one by its name.
 */
export type SandboxBinding =
  | CloudflareSandboxBinding
  | SandboxPort
  | ((name: string, options: OpenSandboxOptions) => SandboxPort);

export type OpenedSandbox = {
  readonly port: SandboxPort;
  readonly providerId: ProviderID;
  /** `provider/model` for prompts, where the sandbox does not know it. */
  readonly model?: string;
};

/** Throws `provider_missing` where a Cloudflare sandbox would have no model, `bad_request` for options without effect. */
export async function openSandbox(
  binding: SandboxBinding,
  name: string,
  options: OpenSandboxOptions,
): Promise<OpenedSandbox> {
  const model = modelOf(options.userConfig);
  const providerId = inferProviderFromModel(model ?? "") ?? "openai-compatible";
  if (typeof binding === "function") return { port: binding(name, options), providerId };
  if (isSandboxPort(binding)) {
    const { credentials, userConfig = {} } = options;
    if (credentials !== undefined || Object.keys(userConfig).some((key) => key !== "model")) {
      const message = "This sandbox has a model and a config already: give `credentials` and `userConfig` to its host.";
      throw new OpenCodeKitError("bad_request", message);
    }
    return { port: binding, providerId, ...(model === undefined ? {} : { model }) };
  }
  const { defaultProvider } = selectProviders(options.env, options);
  // Only who has Cloudflare's binding runs in its runtime, which this needs.
  const { cloudflareSandbox } = await import("../cloudflare/cloudflareSandbox.ts");
  return { port: cloudflareSandbox(binding, name, options), providerId: defaultProvider };
}

function modelOf(userConfig: OpenCodeConfig | undefined): string | undefined {
  const model = userConfig?.["model"];
  return typeof model === "string" ? model : undefined;
}
