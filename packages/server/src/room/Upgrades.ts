/**
 * Upgrades that have no hello yet. partyserver keeps a connection's address with its socket, takes the socket's id from
 * it, and answers a failure with its stack. So it sees an address without the query, which holds the token, and its
 * failures are answered here.
 */
export class Upgrades {
  /** Requests as they came, by what partyserver sees of them. */
  readonly #asked = new WeakMap<Request, Request>();

  /** Hands a request on, and its answer back. */
  async pass(request: Request, fetch: (seen: Request) => Promise<Response>): Promise<Response> {
    const isUpgrade = request.headers.get("Upgrade")?.toLowerCase() === "websocket";
    const seen = isUpgrade ? new Request(new URL("/", request.url), request) : request;
    if (isUpgrade) this.#asked.set(seen, request);
    const response = await fetch(seen);
    if (response.status !== 500 && !this.#asked.has(seen)) return response;
    return new Response("The room failed. Its log says why.\n", { status: 500 });
  }

  /** The request as it came. */
  take(seen: Request): Request {
    const request = this.#asked.get(seen) ?? seen;
    this.#asked.delete(seen);
    return request;
  }
}
