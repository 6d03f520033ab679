import type { ServerResponse } from "node:http";
import type { WatchLine } from "../sandbox/hostProtocol.ts";
import { WATCH_KEEPALIVE_MS } from "../sandbox/hostProtocol.ts";
import type { ReplacedListener } from "./HostedSandbox.ts";
import { WorkspaceWatch } from "./WorkspaceWatch.ts";

/**
 * Answers with one JSON line per batch of changes until the reader goes away.
 *
 * @param onReplaced - Names what to call when another workspace takes the place of this one; returns how to end that.
 */
export function streamChanges(
  response: ServerResponse,
  directory: string,
  onReplaced: (listener: ReplacedListener) => () => void,
): void {
  response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  response.flushHeaders();
  const send = (line: WatchLine): void => void response.write(`${JSON.stringify(line)}\n`);
  const keepalive = setInterval(() => response.write("\n"), WATCH_KEEPALIVE_MS);
  const watch = new WorkspaceWatch(directory, {
    onChanges: (changes) => send({ changes }),
    onError: (error) => {
      send({ error: error.toWire() });
      response.end();
    },
  });
  const forget = onReplaced((phase) => (phase === "begins" ? watch.pause() : watch.restart()));
  response.once("close", () => {
    clearInterval(keepalive);
    forget();
    void watch.close();
  });
}
