import type { ServerResponse } from "node:http";
import type { WatchLine } from "../sandbox/hostProtocol.ts";
import { WATCH_KEEPALIVE_MS } from "../sandbox/hostProtocol.ts";
import { watchWorkspace } from "./watchWorkspace.ts";

/** Answers with one JSON line per batch of changes until the reader goes away. */
export function streamChanges(response: ServerResponse, directory: string): void {
  response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  response.flushHeaders();
  const send = (line: WatchLine): void => void response.write(`${JSON.stringify(line)}\n`);
  const keepalive = setInterval(() => response.write("\n"), WATCH_KEEPALIVE_MS);
  const close = watchWorkspace(directory, {
    onChanges: (changes) => send({ changes }),
    onError: (error) => {
      send({ error: error.toWire() });
      response.end();
    },
  });
  response.once("close", () => {
    clearInterval(keepalive);
    void close();
  });
}
