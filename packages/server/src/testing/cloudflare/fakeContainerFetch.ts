import { stillStarting } from "./fakeErrors.ts";
import type { FakeContainer } from "./FakeContainer.ts";

/** How long a new container is waited for to listen at a port, in ms. The SDK's own time is 90 s. */
const PORT_MS = 1_000;

/** Sends a request to a port of the container. Whatever goes wrong is an answer, never thrown. */
export async function fakeContainerFetch(
  container: FakeContainer,
  requestOrUrl: Request | string | URL,
  portOrInit: number | RequestInit | undefined,
  portParam: number | undefined,
): Promise<Response> {
  const init = typeof portOrInit === "object" ? portOrInit : undefined;
  const port = (typeof portOrInit === "number" ? portOrInit : portParam) ?? 3000;
  const request = new Request(requestOrUrl, init);
  if (!container.isRunning) {
    try {
      await container.start();
      // The agent died with the last container: nothing will listen.
      await new Promise((resolve) => setTimeout(resolve, PORT_MS));
      throw stillStarting();
    } catch (error) {
      return toAnswer(error);
    }
  }
  const url = new URL(request.url);
  const target = `http://127.0.0.1:${port}${url.pathname}${url.search}`;
  const body = request.body === null ? {} : { body: await request.arrayBuffer() };
  try {
    const { method, headers } = request;
    const answer = await container.untilLost(fetch(target, { method, headers, redirect: "manual", ...body }));
    if (answer.body === null) return answer;
    return new Response(container.streamUntilLost(answer.body), {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    });
  } catch {
    if (!container.isRunning) return new Response("Container suddenly disconnected, try again", { status: 500 });
    const reason = `The container is not listening in the TCP address 10.0.0.1:${port}`;
    return new Response(`Error proxying request to container: ${reason}`, { status: 500 });
  }
}

function toAnswer(error: unknown): Response {
  const response = error instanceof Error && "errorResponse" in error ? error.errorResponse : {};
  const isFull = JSON.stringify(response).includes("no_container_instance_available");
  const body = isFull
    ? response
    : {
        code: "INTERNAL_ERROR",
        message: "Container is starting. Please retry in a moment.",
        context: { phase: "startup" },
        httpStatus: 503,
      };
  return Response.json(body, { status: 503, headers: { "Retry-After": isFull ? "10" : "3" } });
}
