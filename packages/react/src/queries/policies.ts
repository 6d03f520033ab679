import { OpenCodeKitError } from "@opencode-kit/client/protocol";

const SHARED = {
  // A client that was disposed leaves its questions to the one that has taken its place.
  retry: (count: number, error: Error): boolean =>
    count === 0 && error instanceof OpenCodeKitError && error.code === "disposed",
  retryDelay: 0,
  // Browsers guess: a room on this machine can be reached without any network.
  networkMode: "always",
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** For what cannot change, or has a version in its key. */
export const FINAL_POLICY = { ...SHARED, staleTime: Infinity } as const;

/** For what may change while nobody looks. */
export const STALE_POLICY = { ...SHARED, staleTime: 0 } as const;
