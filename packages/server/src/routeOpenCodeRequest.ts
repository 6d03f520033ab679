import { routePartykitRequest } from "partyserver";

/**
 * Routes `/parties/<binding in kebab case>/<room>` to its room. Returns null for any other request, so that it composes
 * with the rest of a Worker.
 *
 * @example
 * export default {
 *   fetch: async (request, env) => (await routeOpenCodeRequest(request, env)) ?? new Response("Not found", { status: 404 }),
 * };
 */
export function routeOpenCodeRequest<Env extends Cloudflare.Env>(request: Request, env: Env): Promise<Response | null> {
  return routePartykitRequest(request, env);
}
