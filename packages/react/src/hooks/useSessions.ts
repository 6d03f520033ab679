import type { CommandResult, SessionEntry } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useClientContext } from "../context/ClientContext.ts";
import { useStore } from "../lib/useStore.ts";
import { useRequest } from "./useRequest.ts";

export type Sessions = {
  /** The last changed first; empty until they are here. */
  readonly sessions: readonly SessionEntry[];
  /** Nothing is here yet. */
  readonly isLoading: boolean;
  /** Why they could not be had; gone with the next attempt. */
  readonly error: string | undefined;
  readonly refresh: () => void;
  readonly rename: (sessionId: string, title: string) => Promise<void>;
  /** A session that begins as a copy, up to before a message. */
  readonly fork: (sessionId: string, messageId?: string) => Promise<CommandResult<"forkSession">>;
  /** Takes a message and all after it back, with the changes to files. */
  readonly revert: (sessionId: string, messageId: string) => Promise<void>;
  readonly unrevert: (sessionId: string) => Promise<void>;
  readonly summarize: (sessionId: string) => Promise<CommandResult<"summarizeSession">>;
};

/** Changes where the list of sessions may have: a run is new, has got its session or another title, or was reverted. */
function selectKey({ runs }: RoomState): string {
  return runs
    .map(({ id, sessionId = "", title = "", isReverted = false }) => [id, sessionId, title, isReverted].join("\t"))
    .join("\n");
}

const NONE: readonly SessionEntry[] = [];

/**
 * The workspace's sessions, kept up to date while runs come and change, and what can be done with them.
 *
 * @example
 * const { sessions, rename } = useSessions();
 */
export function useSessions(): Sessions {
  const { client } = useClientContext("useSessions");
  const [asked, setAsked] = useState(0);
  const key = `${asked}\n${useStore(client.room, selectKey)}`;
  const { data, isLoaded, isBusy, error, load } = useRequest(() => client.listSessions(), key);
  const isWanted = !isLoaded && !isBusy && error === undefined;
  useEffect(() => {
    if (isWanted) load();
  }, [isWanted, load]);
  const refresh = useCallback(() => setAsked((count) => count + 1), []);
  const commands = useMemo(() => {
    const after = async <T>(answer: Promise<T>): Promise<T> => {
      const value = await answer;
      refresh();
      return value;
    };
    return {
      rename: (sessionId: string, title: string) => after(client.renameSession({ sessionId, title })),
      fork: (sessionId: string, messageId?: string) =>
        after(client.forkSession({ sessionId, ...(messageId === undefined ? {} : { messageId }) })),
      revert: (sessionId: string, messageId: string) => after(client.revertSession({ sessionId, messageId })),
      unrevert: (sessionId: string) => after(client.unrevertSession(sessionId)),
      summarize: (sessionId: string) => after(client.summarizeSession(sessionId)),
    };
  }, [client, refresh]);
  return {
    sessions: data ?? NONE,
    isLoading: data === undefined && error === undefined,
    error: error?.message,
    refresh,
    ...commands,
  };
}
