import { stat } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { watch } from "chokidar";
import type { FakeContainer } from "./FakeContainer.ts";

/** Events of this long are sent together, in ms, and of more than so many the rest is dropped without a word. */
const WINDOW_MS = 75;
const WINDOW_EVENTS = 1_000;
/** What appears in a folder this soon after the folder was seen, in ms: the system's watch is not in it yet. */
const BLIND_MS = 25;
const EXCLUDED = new Set([".git", "node_modules", ".DS_Store"]);

const EVENTS = { add: "create", addDir: "create", change: "modify", unlink: "delete", unlinkDir: "delete" } as const;

/** Follows a folder as the SDK's `watch` does: server-sent events, no listing at first, and not all of what happens. */
export async function fakeWatch(container: FakeContainer, path: string): Promise<ReadableStream<Uint8Array>> {
  await stat(path);
  const encoder = new TextEncoder();
  const folders = new Map<string, number>();
  const watcher = watch(path, {
    ignored: (each) =>
      relative(path, each)
        .split(sep)
        .some((name) => EXCLUDED.has(name)),
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
  });
  await new Promise<void>((resolve) => void watcher.once("ready", resolve));
  let counted = 0;
  let windowAt = 0;

  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (event: object): void => controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
      send({ type: "watching", path, watchId: "fake" });
      watcher.on("all", (name, at) => {
        if (at === path || !(name in EVENTS)) return;
        const now = Date.now();
        if (now - windowAt > WINDOW_MS) [windowAt, counted] = [now, 0];
        if (name === "addDir") folders.set(at, now);
        const isBlind = name.startsWith("add") && now - (folders.get(dirname(at)) ?? 0) < BLIND_MS;
        if (isBlind || (counted += 1) > WINDOW_EVENTS) return;
        send({
          type: "event",
          eventType: EVENTS[name as keyof typeof EVENTS],
          path: at,
          isDirectory: name.endsWith("Dir"),
          timestamp: new Date(now).toISOString(),
        });
      });
    },
    cancel: () => watcher.close(),
  });
  return container.streamUntilLost(body);
}
