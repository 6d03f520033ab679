#!/usr/bin/env node
import { createWriteStream } from "node:fs";
import { OpenCodeKitError } from "../protocol/index.ts";
import { readRecordArguments, USAGE } from "./readRecordArguments.ts";
import { recordRaw } from "./recordRaw.ts";
import { recordRun } from "./recordRun.ts";

/** `opencode-kit-record`: writes a live run, or OpenCode's own event stream, as JSON lines. See {@link USAGE}. */
async function main(): Promise<number> {
  const asked = readRecordArguments(process.argv.slice(2));
  if (asked === undefined) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (typeof WebSocket === "undefined" && !("openCode" in asked)) {
    throw new OpenCodeKitError("unsupported_platform", "Recording a room needs Node.js 22 or newer.");
  }
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.abort());
  const output = asked.out === undefined ? process.stdout : createWriteStream(asked.out);
  let lines = 0;
  const write = (line: string): void => {
    lines++;
    output.write(line);
  };
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  output.on("error", (error: Error) => {
    note(`The recording cannot be written: ${error.message}`);
    ended.abort();
  });
  await (asked.isRaw ? recordRaw : recordRun)(asked, { write, note, signal: ended.signal });
  if (output !== process.stdout) await new Promise<void>((resolve) => output.end(() => resolve()));
  note(
    `Recorded ${lines} ${lines === 1 ? "message" : "messages"}${asked.out === undefined ? "" : ` to ${asked.out}`}.`,
  );
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const message = error instanceof OpenCodeKitError ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
