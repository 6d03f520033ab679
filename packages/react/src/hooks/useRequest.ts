import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
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
};

type Asked<T> = {
  readonly key: string;
  readonly data?: T | undefined;
  readonly loadedKey?: string | undefined;
  readonly isBusy: boolean;
  readonly error?: RequestError | undefined;
};

/**
 * Something that is fetched once, on demand. What comes after the component is gone is dropped.
 *
 * @param key Another key makes what was fetched out of date: `load` asks anew.
 */
export function useRequest<T>(fetch: () => Promise<T>, key = ""): Request<T> {
  const [asked, setAsked] = useState<Asked<T>>({ key, isBusy: false });
  const latest = useRef({ fetch, key, loadedKey: undefined as string | undefined, isBusy: false, count: 0 });
  useEffect(() => {
    const { current } = latest;
    current.fetch = fetch;
    current.key = key;
  });
  useEffect(() => {
    const { current } = latest;
    return () => {
      current.count++;
      current.isBusy = false;
    };
  }, []);
  const load = useCallback(() => {
    const { current } = latest;
    if (current.isBusy || current.loadedKey === current.key) return;
    const { key: askedKey } = current;
    const count = ++current.count;
    current.isBusy = true;
    setAsked((before) => ({ ...before, key: askedKey, isBusy: true, error: undefined }));
    const settle = (outcome: Partial<Asked<T>>): void => {
      if (current.count !== count) return;
      current.isBusy = false;
      setAsked((before) => ({ ...before, ...outcome, isBusy: false }));
    };
    current.fetch().then(
      (data) => {
        if (current.count === count) current.loadedKey = askedKey;
        settle({ data, loadedKey: askedKey });
      },
      (cause: unknown) => settle({ error: toRequestError(cause) }),
    );
  }, []);
  return {
    data: asked.data,
    isLoaded: asked.loadedKey === key,
    isBusy: asked.isBusy,
    error: asked.key === key ? asked.error : undefined,
    load,
  };
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
