import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Whether a request names this machine. A page of another site can reach the loopback interface by a name of its own, but
 * then `Host` is that name.
 */
export function isLoopback({ headers }: IncomingMessage): boolean {
  return LOOPBACK.test(headers.host ?? "");
}
