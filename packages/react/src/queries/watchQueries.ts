import type { OpenCodeClient, ReadableStore } from "@opencode-kit/client";
import type { FilesState, RoomState } from "@opencode-kit/client/state";
import type { Query, QueryClient } from "@tanstack/react-query";
import { OPENCODE_KEY } from "./openCodeQueries.ts";

/** Changes that come together are answered by one question, in ms. */
const SETTLE_MS = 100;

const ofRoom =
  (select: (room: RoomState) => unknown) =>
  ({ room }: OpenCodeClient): Watched =>
    watched(room, select);
const ofFiles = ({ files }: OpenCodeClient): Watched => watched(files, (state: FilesState) => state.rows);

/** What a kind of query goes stale by: whatever is selected has changed. */
const STALE_BY: Readonly<Record<string, (client: OpenCodeClient) => Watched>> = {
  sessions: ofRoom(sessionFacts),
  // The agent alone knows them, so they come and go with it.
  models: ofRoom(({ sandbox }) => sandbox.status),
  agents: ofRoom(({ sandbox }) => sandbox.status),
  audit: ofRoom(({ runs, answered, backup, ports }) => JSON.stringify([runs, answered, backup, ports])),
  backups: ofRoom(({ backup }) => backup),
  ports: ofRoom(({ ports }) => ports),
  folder: ofFiles,
  file: ofFiles,
  workspaceDiffs: ofFiles,
  sessionDiffs: ofFiles,
};

/** A run is new, has got its session or another title, or was reverted. */
function sessionFacts({ runs }: RoomState): string {
  return JSON.stringify(runs.map(({ id, sessionId, title, isReverted }) => [id, sessionId, title, isReverted]));
}

type Watched = { readonly get: () => unknown; readonly subscribe: (listener: () => void) => () => void };

function watched<T>(store: ReadableStore<T>, select: (state: T) => unknown): Watched {
  return { get: () => select(store.get()), subscribe: store.subscribe };
}

/**
 * Asks anew for what is shown and has changed in the room. Follows a channel only while something is shown that it
 * tells of. Returns the way to stop.
 */
export function watchQueries(queries: QueryClient, client: OpenCodeClient): () => void {
  const cache = queries.getQueryCache();
  const stops = new Map<string, () => void>();

  const look = (query: Query): void => {
    const { queryKey, queryHash } = query;
    const [root, address, kind] = queryKey;
    if (root !== OPENCODE_KEY || address !== client.address.key || typeof kind !== "string") return;
    const isShown = query.getObserversCount() > 0;
    const source = Object.hasOwn(STALE_BY, kind) ? STALE_BY[kind] : undefined;
    if (source === undefined || isShown === stops.has(queryHash)) return;
    if (isShown)
      stops.set(
        queryHash,
        watch(source(client), () => void queries.invalidateQueries({ queryKey, exact: true })),
      );
    else {
      stops.get(queryHash)?.();
      stops.delete(queryHash);
    }
  };

  for (const query of cache.getAll()) look(query);
  const stop = cache.subscribe(({ type, query }) => {
    if (type === "observerAdded" || type === "observerRemoved") look(query);
  });
  return () => {
    stop();
    for (const stopOne of stops.values()) stopOne();
  };
}

function watch({ get, subscribe }: Watched, onChange: () => void): () => void {
  let last = get();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = subscribe(() => {
    const next = get();
    if (Object.is(next, last)) return;
    last = next;
    timer ??= setTimeout(() => {
      timer = undefined;
      onChange();
    }, SETTLE_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
