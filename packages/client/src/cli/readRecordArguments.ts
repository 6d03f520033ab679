import { parseArgs } from "node:util";
import { OpenCodeKitError } from "../protocol/index.ts";
import type { OpenCodeServerOptions } from "../transport/createDirectAgent.ts";
import type { PartySocketTransportOptions } from "../transport/createPartySocketTransport.ts";

export const USAGE = `Records a live run as JSON lines, for a replay, a story or a bug report.

  opencode-kit-record --host localhost:5173 --room my-room [--run ID] [--query token=…]
  opencode-kit-record --open-code http://127.0.0.1:4096 [--session ID] [--prompt "…"]
  opencode-kit-record --open-code http://127.0.0.1:4096 --raw

  --host, --room    the room to follow
  --run             the run; default: the newest that has not ended, or the next one
  --open-code       a plain opencode serve; its password comes from OPENCODE_SERVER_PASSWORD
  --directory       the folder that OpenCode works in; default: its own
  --session         follow this session from its start
  --prompt          send this prompt and record its run
  --raw             OpenCode's own event stream instead, until it is ended
  --query           added to the room's address, such as an access token; may be repeated
  --out             the file to write; default: standard output

Ends by itself a moment after the run has ended, or with Ctrl-C.
`;

export type RecordArguments = {
  readonly out: string | undefined;
  readonly isRaw: boolean;
  readonly runId: string | undefined;
  readonly prompt: string | undefined;
} & ({ readonly room: PartySocketTransportOptions } | { readonly openCode: OpenCodeServerOptions });

/** What the command line asks for; undefined where it asks for help. Throws `bad_request` with what to do. */
export function readRecordArguments(args: readonly string[]): RecordArguments | undefined {
  const options = parse(args);
  if (options.help === true) return undefined;
  const { out, run, session, prompt, host, room, raw: isRaw = false } = options;
  const common = { out, isRaw, runId: session ?? run, prompt };
  const baseUrl = options["open-code"];
  if (baseUrl !== undefined) {
    if (!URL.canParse(baseUrl)) throw wrong(`--open-code is not an address: ${baseUrl}`);
    const { directory } = options;
    const password = process.env["OPENCODE_SERVER_PASSWORD"];
    return {
      ...common,
      openCode: {
        baseUrl,
        ...(directory === undefined ? {} : { directory }),
        ...(password === undefined ? {} : { password }),
      },
    };
  }
  if (isRaw) throw wrong("--raw needs --open-code");
  if (host === undefined || room === undefined) throw wrong("Pass --host and --room, or --open-code");
  const query = Object.fromEntries((options.query ?? []).map(pairOf));
  return { ...common, room: { host, room, query } };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: text,
        room: text,
        run: text,
        session: text,
        prompt: text,
        "open-code": text,
        directory: text,
        out: text,
        query: { type: "string", multiple: true },
        raw: flag,
        help: { ...flag, short: "h" },
      },
    }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function pairOf(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw wrong(`--query is not name=value: ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function wrong(what: string): OpenCodeKitError {
  return new OpenCodeKitError("bad_request", `${what}. See opencode-kit-record --help.`);
}
