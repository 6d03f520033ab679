import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { QueryKey, UseQueryOptions } from "@tanstack/react-query";
import { hashKey, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useOptionalClientContext } from "../context/ClientContext.ts";
import { useLabels } from "../context/LabelsContext.tsx";
import { useQueryScope } from "../context/useQueryScope.ts";
import { errorText } from "../lib/errorText.ts";

export type RequestError = {
  readonly message: string;
  /** Asking again would be answered the same. */
  readonly isFinal: boolean;
};

export type Request<T> = {
  /** The last answer; it stays while a newer one is on its way. */
  readonly data: T | undefined;
  /** Whether `data` answers the current key. */
  readonly isLoaded: boolean;
  readonly isBusy: boolean;
  /** Why the last question went unanswered; gone when the next one is asked. */
  readonly error: RequestError | undefined;
  /** Asks, unless the answer is there or on its way. */
  readonly load: () => void;
  /** Asks anew. */
  readonly refresh: () => void;
};

export type RequestOptions = {
  /** Asks at once, and anew when the answer has become stale. Default: false, only on demand. */
  readonly isEager?: boolean;
};

/** Components that have nothing to ask share it. */
const NOTHING = { queryKey: ["opencode", "", "nothing"], queryFn: () => null, enabled: false } as const;

/**
 * A query of the room as the kit's components show it. Its last key is its version: until another version is here the
 * one before is shown.
 *
 * @param query Undefined where there is nothing to ask.
 */
export function useRequest<Q, T, K extends QueryKey>(
  query: UseQueryOptions<Q, Error, T, K> | undefined,
  { isEager = false }: RequestOptions = {},
): Request<T> {
  const labels = useLabels();
  const standIn = useOptionalClientContext()?.standIn;
  const isAsked = query !== undefined && standIn === undefined;
  const options: UseQueryOptions<Q, Error, T, K> = isAsked
    ? { ...query, enabled: isEager, throwOnError: false }
    : (NOTHING as unknown as UseQueryOptions<Q, Error, T, K>);
  const { data, error, isFetching, refetch } = useQuery(options, useQueryScope());
  const isLoaded = isAsked && data !== undefined;
  // Also where the next version fails: what was shown stays.
  const subject = hashKey(options.queryKey.slice(0, -1));
  const [last, setLast] = useState<{ readonly subject: string; readonly data: T | undefined }>();
  const isNew = isLoaded && (last?.subject !== subject || last.data !== data);
  if (isNew) setLast({ subject, data });
  const load = useCallback(() => {
    if (isAsked && !isLoaded) void refetch({ cancelRefetch: false });
  }, [isAsked, isLoaded, refetch]);
  const refresh = useCallback(() => {
    if (isAsked) void refetch();
  }, [isAsked, refetch]);
  const reason = standIn === undefined || query === undefined ? undefined : labels.notInStandIn(standIn);
  const shownError = useMemo(() => {
    if (reason !== undefined) return { message: reason, isFinal: true };
    return error === null || isFetching ? undefined : toRequestError(error);
  }, [reason, error, isFetching]);
  const shown = isLoaded ? data : last?.subject === subject ? last.data : undefined;
  return { data: shown, isLoaded, isBusy: isFetching, error: shownError, load, refresh };
}

const FINAL: readonly string[] = [
  "bad_request",
  "forbidden",
  "not_found",
  "request_gone",
  "request_unknown",
  "run_over",
  "run_started",
  "token_foreign",
  "token_invalid",
  "token_used",
  "too_large",
  "unauthorized",
];

function toRequestError(cause: unknown): RequestError {
  return { message: errorText(cause), isFinal: cause instanceof OpenCodeKitError && FINAL.includes(cause.code) };
}
