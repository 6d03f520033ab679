import { authorizeLoopback, signRoomToken } from "@opencode-kit/server";

const ROLES = ["viewer", "approver", "owner"] as const;

/**
 * Gives whoever is at this machine a token for any room, role and name, to see what a viewer or an approver sees. A
 * product signs tokens for people that it knows instead.
 */
export async function serveToken(request: Request, secret: string): Promise<Response> {
  if (!authorizeLoopback(request).isAllowed) return new Response("Not found\n", { status: 404 });
  return answerWithToken(request, secret);
}

/** A token for the room, role and name of the request's query. */
export async function answerWithToken(request: Request, secret: string): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const role = ROLES.find((each) => each === searchParams.get("role")) ?? "viewer";
  const name = searchParams.get("name")?.slice(0, 60) ?? "";
  const room = searchParams.get("room") ?? "";
  const user = name === "" ? {} : { user: { id: name.toLowerCase(), name } };
  const { token } = await signRoomToken({ secret, room, role, ...user });
  return Response.json({ token }, { headers: { "Cache-Control": "no-store" } });
}
