import { OpenCodeRoom } from "../OpenCodeRoom.ts";
import { routeOpenCodeRequest } from "../routeOpenCodeRequest.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";

export class TestRoom extends OpenCodeRoom {
  override sandbox(): SandboxPort {
    return fakeSandboxOf(this.name).port;
  }
}

export default {
  fetch: async (request, env) =>
    (await routeOpenCodeRequest(request, env)) ?? new Response("Not found", { status: 404 }),
} satisfies ExportedHandler<Cloudflare.Env>;
