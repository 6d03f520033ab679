#!/usr/bin/env node
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { describeRequiredEnvVars } from "../../providers/describeRequiredEnvVars.ts";
import { detectProviders } from "../../providers/detectProviders.ts";
import { describeHost } from "../describeHost.ts";
import type { HostModelsOptions } from "../HostModels.ts";
import { HostModels } from "../HostModels.ts";
import { startSandboxHost } from "../startSandboxHost.ts";
import type { HostArguments } from "./readHostArguments.ts";
import { readHostArguments, USAGE } from "./readHostArguments.ts";

/** `opencode-kit-host`: the local sandbox host as a command. See {@link USAGE}. */
async function main(): Promise<void> {
  const asked = readHostArguments(process.argv.slice(2));
  if (asked === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const { root, port, allowsCommands } = asked;
  const options = readModels(asked);
  const models = new HostModels(options);
  const token = process.env["OPENCODE_SANDBOX_TOKEN"] ?? "";
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const host = await startSandboxHost({
    ...options,
    root,
    ...(port === undefined ? {} : { port }),
    ...(token === "" ? {} : { token }),
    log: say,
  });
  for (const [name, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(name, () => void host.close().finally(() => process.exit(code)));
  }
  say("The sandbox host runs. Put these lines into .dev.vars beside your Worker's configuration:");
  say(`\nOPENCODE_SANDBOX_URL=${host.url}\nOPENCODE_SANDBOX_TOKEN=${host.token}\n`);
  for (const line of describeHost({ models, root: host.root, allowsCommands })) say(line);
}

function readModels({ model, allowsCommands }: HostArguments): HostModelsOptions {
  const credentials = detectProviders(process.env, model)?.credentials;
  if (credentials === undefined) {
    throw new OpenCodeKitError("provider_missing", `There is no model. ${describeRequiredEnvVars()}`);
  }
  return {
    credentials,
    ...(model === undefined ? {} : { userConfig: { model } }),
    ...(allowsCommands ? { permission: { bash: "allow" } } : {}),
  };
}

main().catch((error: unknown) => {
  const message = error instanceof OpenCodeKitError ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
