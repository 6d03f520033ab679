import type { CommandResult, SessionEntry } from "@opencode-kit/client/protocol";
import { useMemo } from "react";
import { useClientContext } from "../context/ClientContext.ts";
import { openCodeQueries } from "../queries/openCodeQueries.ts";
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

const NONE: readonly SessionEntry[] = [];

/**
 * The workspace's sessions, kept up to date while runs come and change, and what can be done with them.
 *
 * @example
 * const { sessions, rename } = useSessions();
 */
export function useSessions(): Sessions {
  const { client } = useClientContext("useSessions");
  const { data, error, refresh } = useRequest(openCodeQueries(client).sessions(), { isEager: true });
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
