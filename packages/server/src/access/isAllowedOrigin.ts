/**
 * Whether a browser page may talk to the room: pages of the same host and of the listed origins. Requests without an
 * `Origin` do not come from a page.
 */
export function isAllowedOrigin(request: Request, allowedOrigins: readonly string[]): boolean {
  const origin = request.headers.get("Origin");
  if (origin === null) return true;
  if (allowedOrigins.includes(origin)) return true;
  try {
    return new URL(origin).host === new URL(request.url).host;
  } catch {
    return false;
  }
}
