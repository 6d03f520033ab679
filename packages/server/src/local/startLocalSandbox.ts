import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import { detectProviders } from "../providers/detectProviders.ts";
import type { PermissionConfig } from "../providers/PermissionConfig.ts";
import type { OpenCodeConfig, ProviderCredentials } from "../providers/ProviderCredentials.ts";
import { createVitePlugin } from "./createVitePlugin.ts";
import { describeHost } from "./describeHost.ts";
import { HostModels } from "./HostModels.ts";
import { startSandboxHost } from "./startSandboxHost.ts";
import type { WorkspaceTemplate } from "./workspace.ts";

/** A model server that answers when no other model is configured, such as `startScriptedModel`'s. */
export type ScriptedServer = { readonly baseUrl: string; readonly model: string; close(): Promise<void> };

export type LocalSandboxHostOptions = {
  /** Folder for workspaces and agents' homes, kept at the end. Default: a temporary one, removed at the end. */
  readonly root?: string;
  /** Where `detectProviders` looks for the keys of model providers. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Used in place of what the environment has. Default: what it has. */
  readonly credentials?: readonly ProviderCredentials[];
  /** OpenCode's config, merged over the host's own, which it wins over; its `model` is the default. */
  readonly userConfig?: OpenCodeConfig;
  /** Starts the model that answers when there is no provider. */
  readonly scripted: () => Promise<ScriptedServer>;
  /** OpenCode's permission rules with a real model, by tool, over the defaults: edits are free, commands ask. */
  readonly permission?: PermissionConfig;
  /** The same with the scripted model, whose commands are known. Default: `permission`. */
  readonly scriptedPermission?: PermissionConfig;
  /** Files of a new workspace. Default: none. */
  readonly template?: WorkspaceTemplate;
  /** Takes one line at a time. Default: `console.log`. */
  readonly log?: (line: string) => void;
};

export type RunningLocalSandbox = {
  /** What the Worker needs to reach the host, for the Cloudflare plugin's `config: { vars }`. */
  readonly vars: { readonly OPENCODE_SANDBOX_URL: string; readonly OPENCODE_SANDBOX_TOKEN: string };
  /** Name of the model that answers; absent while the scripted one does. */
  readonly model?: string;
  /** Ends the host with Vite's server. */
  readonly plugin: Plugin;
  close(): Promise<void>;
};

/**
 * Starts the sandbox host beside a dev server. It ends with Vite's server, on SIGINT and SIGTERM, and when this process
 * is killed. Throws `bad_request` when a variable of the model is wrong. The host is not an isolation boundary.
 *
 * ```ts
 * // vite.config.ts
 * export default defineConfig(async ({ command }) => {
 *   const local = command === "serve" ? await startLocalSandbox({ scripted: startScriptedModel }) : undefined;
 *   return { plugins: [local?.plugin, cloudflare({ config: { vars: { ...local?.vars } } })] };
 * });
 * ```
 */
export async function startLocalSandbox(options: LocalSandboxHostOptions): Promise<RunningLocalSandbox> {
  const { template, userConfig, log = (line: string) => console.log(line) } = options;
  const credentials =
    options.credentials ?? detectProviders(options.env ?? process.env, modelOf(userConfig))?.credentials;
  const named = credentials && { credentials, userConfig, permission: options.permission };
  const models = named && new HostModels(named);
  const scripted = models === undefined ? await options.scripted() : undefined;
  const root = options.root === undefined ? await mkdtemp(join(tmpdir(), "opencode-kit-")) : resolve(options.root);
  const host = await startSandboxHost({
    root,
    keep: options.root !== undefined,
    ...(named ?? {
      model: { baseUrl: scripted?.baseUrl ?? "", model: scripted?.model ?? "", scripted: true },
      permission: options.scriptedPermission ?? options.permission,
    }),
    log: (line) => log(`[opencode-kit] ${line}`),
    ...(template === undefined ? {} : { template }),
  }).catch(async (error: unknown) => {
    await scripted?.close();
    throw error;
  });

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.removeListener(name, endBySignal);
      await host.close();
      await scripted?.close();
    })());
  const endBySignal = (name: NodeJS.Signals): void => {
    void close().finally(() => process.exit(name === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", endBySignal);
  process.once("SIGTERM", endBySignal);

  for (const line of describeHost({ models, root: host.root })) log(`[opencode-kit] ${line}`);
  return {
    vars: { OPENCODE_SANDBOX_URL: host.url, OPENCODE_SANDBOX_TOKEN: host.token },
    ...(models === undefined ? {} : { model: models.modelID }),
    plugin: createVitePlugin({ root: host.root, close }),
    close,
  };
}

function modelOf(userConfig: OpenCodeConfig | undefined): string | undefined {
  const model = userConfig?.["model"];
  return typeof model === "string" ? model : undefined;
}
