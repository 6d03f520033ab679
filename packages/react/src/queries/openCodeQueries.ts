import type { OpenCodeClient } from "@opencode-kit/client";
import type {
  GetMessagesCommand,
  ListAuditCommand,
  ListSessionsCommand,
  PendingRequest,
  ReadFileCommand,
} from "@opencode-kit/client/protocol";
import { queryOptions } from "@tanstack/react-query";
import { fetchOutput } from "./fetchOutput.ts";
import { FINAL_POLICY, STALE_POLICY } from "./policies.ts";

/** The first word of every key. */
export const OPENCODE_KEY = "opencode";

/** A request that waits, whole. Its own id tells it from all others, also where nobody knows the room. */
export const pendingQuery = (address: string | undefined, requestId: string, queryFn: () => Promise<PendingRequest>) =>
  queryOptions({ ...FINAL_POLICY, queryKey: [OPENCODE_KEY, address, "pending", { requestId }, ""] as const, queryFn });

type InRun = { readonly runId: string };
type PartOf = InRun & { readonly partId: string };
/** Part of the key. Another one asks anew: whoever knows that what is asked for has changed, says so by it. */
type Versioned = { readonly version?: string | number | undefined };
type OutputOf = PartOf &
  Versioned & {
    /** What is known of its beginning, which is not fetched again. */
    readonly start?: string | undefined;
    /** Told how much of the output is here, from 0 to 1. */
    readonly onShare?: ((share: number) => void) | undefined;
  };

/**
 * What can be asked of a room, as options for TanStack Query. Keys are `["opencode", address of the room, kind, what,
 * version]`. What cannot change any more is kept; what can is asked for again by each component that comes, and within
 * `OpenCodeProvider` whenever the room tells of a change. Queries of the same QueryClient share their answers.
 *
 * Errors are `OpenCodeKitError`s. Nothing is asked again by itself after a failure, on focus or on reconnect: the client
 * sends on its own what a lost connection left unanswered.
 *
 * @example
 * const client = useOpenCodeClient();
 * const { data } = useQuery(openCodeQueries(client).folder("src"));
 *
 * @example
 * await queryClient.prefetchQuery(openCodeQueries(client).sessions());
 * await queryClient.invalidateQueries({ queryKey: openCodeQueries(client).all() });
 */
export function openCodeQueries(client: OpenCodeClient) {
  const keyOf = <const K extends string, const I>(kind: K, of: I, version: string | number = "") =>
    [OPENCODE_KEY, client.address.key, kind, of, version] as const;
  return {
    /** The key of all that is known of the room. */
    all: () => [OPENCODE_KEY, client.address.key] as const,
    /** A page of messages as the room has recorded them. */
    messages: (of: Omit<GetMessagesCommand, "name">) =>
      queryOptions({ ...FINAL_POLICY, queryKey: keyOf("messages", of), queryFn: () => client.getMessages(of) }),
    /** A part whole. */
    part: ({ version, ...of }: PartOf & Versioned) =>
      queryOptions({ ...FINAL_POLICY, queryKey: keyOf("part", of, version), queryFn: () => client.getPart(of) }),
    /** A tool's output from its beginning, at most {@link MAX_SHOWN_CHARS} of it. */
    output: ({ version, start, onShare, ...of }: OutputOf & Versioned) =>
      queryOptions({
        ...FINAL_POLICY,
        queryKey: keyOf("output", of, version),
        queryFn: () => fetchOutput(client, { ...of, start, onShare }),
      }),
    /** The content of a file in a message; of a tool's attachment, `index` says which. */
    attachment: (of: PartOf & { readonly index?: number }) =>
      queryOptions({ ...FINAL_POLICY, queryKey: keyOf("attachment", of), queryFn: () => client.getAttachment(of) }),
    /** A request that waits, whole. */
    pending: (requestId: string) => pendingQuery(client.address.key, requestId, () => client.getPending(requestId)),
    /** A prompt that waits in the queue, whole. Not kept: whoever edits it needs it as it is. */
    prompt: (runId: string) =>
      queryOptions({
        ...STALE_POLICY,
        gcTime: 0,
        queryKey: keyOf("prompt", { runId }),
        queryFn: () => client.getPrompt(runId),
      }),
    /** A file's change in a run, with its patch. */
    diff: ({ version, ...of }: InRun & { readonly path: string } & Versioned) =>
      queryOptions({ ...FINAL_POLICY, queryKey: keyOf("diff", of, version), queryFn: () => client.getDiff(of) }),
    /** All files that a run changed. */
    runDiffs: ({ version, runId }: InRun & Versioned) =>
      queryOptions({
        ...FINAL_POLICY,
        queryKey: keyOf("runDiffs", { runId }, version),
        queryFn: () => client.listRunDiffs(runId),
      }),
    /** The files that changed since a session began. */
    sessionDiffs: (sessionId: string) =>
      queryOptions({
        ...STALE_POLICY,
        queryKey: keyOf("sessionDiffs", { sessionId }),
        queryFn: () => client.listSessionDiffs(sessionId),
      }),
    /** The files that differ from the workspace's last commit. */
    workspaceDiffs: () =>
      queryOptions({
        ...STALE_POLICY,
        queryKey: keyOf("workspaceDiffs", {}),
        queryFn: () => client.listWorkspaceDiffs(),
      }),
    /** What is directly in a folder; the workspace itself is `""`. */
    folder: (path: string) =>
      queryOptions({ ...STALE_POLICY, queryKey: keyOf("folder", { path }), queryFn: () => client.listFolder(path) }),
    /** A piece of a file. */
    file: (of: Omit<ReadFileCommand, "name">) =>
      queryOptions({ ...STALE_POLICY, queryKey: keyOf("file", of), queryFn: () => client.readFile(of) }),
    /** The workspace's sessions, the last changed first. */
    sessions: (of: Omit<ListSessionsCommand, "name"> = {}) =>
      queryOptions({ ...STALE_POLICY, queryKey: keyOf("sessions", of), queryFn: () => client.listSessions(of) }),
    models: () => queryOptions({ ...STALE_POLICY, queryKey: keyOf("models", {}), queryFn: () => client.listModels() }),
    agents: () => queryOptions({ ...STALE_POLICY, queryKey: keyOf("agents", {}), queryFn: () => client.listAgents() }),
    /** Who did what in the room, the newest first. For owners. */
    audit: (of: Omit<ListAuditCommand, "name"> = {}) =>
      queryOptions({ ...STALE_POLICY, queryKey: keyOf("audit", of), queryFn: () => client.listAudit(of) }),
    /** Backups that can be restored, the newest first. */
    backups: () =>
      queryOptions({ ...STALE_POLICY, queryKey: keyOf("backups", {}), queryFn: () => client.listBackups() }),
    /** Ports at which servers listen. */
    ports: () => queryOptions({ ...STALE_POLICY, queryKey: keyOf("ports", {}), queryFn: () => client.listPorts() }),
  };
}
