import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";

export const USAGE = `Runs the OpenCode agent in folders of this machine, for the development of a Worker.

  opencode-kit-host [--root DIR] [--port N] [--model PROVIDER/MODEL] [--allow-commands]

  --root            folder for workspaces and agents, kept at the end; default: .opencode-kit
  --port            port of 127.0.0.1; default: a free one
  --model           the model that answers; default: that of the first provider
  --allow-commands  shell commands run without asking; default: they ask first

The model's key comes from the environment, as does a token that stays the same: OPENCODE_SANDBOX_TOKEN, 16 or more
characters. Without one, each start has a new token. Ends with Ctrl-C, and ends all that it started.

It isolates nothing: the agent has the rights of this user.
`;

export type HostArguments = {
  /** Absolute. */
  readonly root: string;
  readonly port: number | undefined;
  readonly model: string | undefined;
  readonly allowsCommands: boolean;
};

/** What the command line asks for; undefined where it asks for help. Throws `bad_request` with what to do. */
export function readHostArguments(args: readonly string[]): HostArguments | undefined {
  const { help, root = ".opencode-kit", port, model, "allow-commands": allowsCommands = false } = parse(args);
  if (help === true) return undefined;
  if (root === "") throw wrong("--root needs a folder");
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw wrong(`--port is not a number from 0 to 65535: ${port}`);
  }
  if (model !== undefined && !/^[^/]+\/./.test(model)) throw wrong(`--model is not PROVIDER/MODEL: ${model}`);
  return { root: resolve(root), port: port === undefined ? undefined : Number(port), model, allowsCommands };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const options = { root: text, port: text, model: text, "allow-commands": flag, help: { ...flag, short: "h" } };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(what: string): OpenCodeKitError {
  return new OpenCodeKitError("bad_request", `${what}. See opencode-kit-host --help.`);
}
