import type { Sandbox } from "@cloudflare/sandbox";
import { getSandbox } from "@cloudflare/sandbox";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { modelEgressUrl } from "../providers/handleModelEgress.ts";
import type { PermissionConfig } from "../providers/PermissionConfig.ts";
import type { OpenCodeConfig, ProviderCredentials } from "../providers/ProviderCredentials.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import type { AgentSettings } from "./createAgent.ts";
import { createAgentSettings } from "./createAgentSettings.ts";
import type { BackupBucket } from "./createBackups.ts";
import type { CloudflarePortOptions } from "./createCloudflarePort.ts";
import { createCloudflarePort } from "./createCloudflarePort.ts";
import type { CredentialStore } from "./CredentialStore.ts";
import { toSandboxError } from "./toSandboxError.ts";
import { toSandboxId } from "./toSandboxId.ts";

/** The binding of a Durable Object whose class is or extends `OpenCodeSandbox`. */
export type CloudflareSandboxBinding = { idFromName(name: string): unknown; get(id: never): unknown };

export type CloudflareSandboxOptions = Omit<CloudflarePortOptions, "agent"> & {
  /** The Worker's environment: keys of providers, and `BACKUP_BUCKET`. */
  readonly env: object;
  /** Used in place of the keys of `env`. They reach the Sandbox object, never the container. */
  readonly credentials?: ProviderCredentials | readonly ProviderCredentials[] | undefined;
  /** OpenCode's config, merged over the kit's own, which it wins over. */
  readonly userConfig?: OpenCodeConfig | undefined;
  /** OpenCode's permission rules. Default: OpenCode's own; the container isolates. */
  readonly permission?: PermissionConfig | undefined;
  /** How long the container lives on without a request: `"10m"`, or seconds. Default: the SDK's, `"10m"`. */
  readonly sleepAfter?: string | number | undefined;
};

/**
 * The sandbox of this name on Cloudflare: a container by `@cloudflare/sandbox`. Its disk is gone when it sleeps or is
 * lost, so that a room makes backups. `provider_missing` comes when the agent is opened, `bad_request` for the name here.
 */
export function cloudflareSandbox(
  binding: CloudflareSandboxBinding,
  name: string,
  options: CloudflareSandboxOptions,
): SandboxPort {
  const { env, credentials, userConfig, permission, sleepAfter, backup, ...rest } = options;
  // Structural, so that a Worker's generated types and those of this package need not be the same.
  const sandboxes = binding as Parameters<typeof getSandbox<Sandbox & CredentialStore>>[0];
  const sandbox: Sandbox & CredentialStore = getSandbox(sandboxes, toSandboxId(name), {
    transport: "rpc",
    // Each command in a shell of its own: in a shared one they would wait for each other.
    enableDefaultSession: false,
    normalizeId: true,
    ...(sleepAfter === undefined ? {} : { sleepAfter }),
  });

  const agent = async (): Promise<AgentSettings> => {
    const settings = createAgentSettings(env, { credentials, userConfig, permission, endpointOf: modelEgressUrl });
    try {
      await sandbox.setModelCredentials(settings.explicitCredentials);
    } catch (error) {
      if (!/does not implement/.test(String(error))) throw toSandboxError(error);
      const message = "The sandbox's binding is of another class: let it extend OpenCodeSandbox, which adds the keys.";
      throw new OpenCodeKitError("bad_request", message, { cause: error });
    }
    return settings;
  };

  const bucket: unknown = Reflect.get(env, "BACKUP_BUCKET");
  return createCloudflarePort(sandbox, {
    ...rest,
    agent,
    backup: { ...(isBucket(bucket) ? { bucket } : {}), ...backup },
  });
}

function isBucket(value: unknown): value is BackupBucket {
  return typeof value === "object" && value !== null && "head" in value && "delete" in value;
}
