import { describe, expect, it } from "vitest";
import { readContainerAnswer } from "./readContainerAnswer.ts";

const own = (status: number, code: string, context: object = {}): Response =>
  Response.json({ code, message: "m", context, httpStatus: status }, { status, headers: { "Retry-After": "3" } });

describe("an answer of a container's port", () => {
  it.each([
    [own(503, "CONTAINER_UNAVAILABLE", { reason: "no_container_instance_available" }), "sandbox_capacity"],
    [own(503, "INTERNAL_ERROR", { phase: "startup" }), "sandbox_starting"],
    [own(500, "INTERNAL_ERROR", { phase: "startup" }), "sandbox_unavailable"],
    [new Response("There is no Container instance available at this time.\nMore", { status: 503 }), "sandbox_capacity"],
    [new Response("Too many requests", { status: 429 }), "sandbox_capacity"],
    [new Response("Container suddenly disconnected, try again", { status: 500 }), "sandbox_lost"],
    [
      new Response(
        "Error proxying request to container: The container is not listening in the TCP address 10.0.0.1:4096",
        {
          status: 500,
        },
      ),
      "agent_unavailable",
    ],
    [new Response("Failed to start container: who knows", { status: 500 }), "sandbox_lost"],
  ])("that the container gave itself is an error (%#)", async (answer, code) => {
    expect(await readContainerAnswer(answer)).toMatchObject({ name: "OpenCodeKitError", code });
  });

  it.each([
    [503, '{"name":"ServiceUnavailable","data":{}}'],
    [500, '{"name":"UnknownError","data":{"message":"Container suddenly disconnected"}}'],
    [429, '{"name":"APIError","data":{"code":"INTERNAL_ERROR"}}'],
    [500, "Internal Server Error"],
    [500, "x".repeat(20_000)],
  ])("with the status %i that is OpenCode's own comes through whole", async (status, text) => {
    const answer = await readContainerAnswer(new Response(text, { status, headers: { "x-from": "opencode" } }));
    if (!(answer instanceof Response)) throw new Error("It was taken for the container's.");
    expect([answer.status, answer.headers.get("x-from"), await answer.text()]).toEqual([status, "opencode", text]);
  });

  it("that is no failure is not read", async () => {
    const answer = new Response(new ReadableStream());
    expect(await readContainerAnswer(answer)).toBe(answer);
  });
});
