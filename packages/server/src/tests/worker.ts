import type { Access } from "../access/authorize.ts";
import { authorizeLoopback } from "../access/authorize.ts";
import { authorizeToken } from "../access/authorizeToken.ts";
import type { BackupPolicy } from "../backups/BackupPolicy.ts";
import { OpenCodeRoom } from "../OpenCodeRoom.ts";
import { routeOpenCodeRequest } from "../routeOpenCodeRequest.ts";
import type { SandboxPort } from "../sandbox/SandboxPort.ts";
import { fakeSandboxOf } from "./createFakeSandbox.ts";

/** Signs the tokens of these tests. */
export const TEST_SECRET = "a secret of the tests that has more than 32 bytes";
/** A room of this name cannot start. */
export const BROKEN_ROOM = "broken";

/** Lets in who has a token by what it says, and this machine without one. */
export class TestRoom extends OpenCodeRoom {
  override sandbox(): SandboxPort {
    if (this.name === BROKEN_ROOM) throw new Error("The password is hunter2.");
    return fakeSandboxOf(this.name).port;
  }

  override backups(): BackupPolicy | false {
    return fakeSandboxOf(this.name).policy;
  }

  /** So that a test can have a file that is too large. */
  override maxArtifactBytes(): number {
    return 1_000;
  }

  override authorize(request: Request): Access | Promise<Access> {
    const { searchParams } = new URL(request.url);
    const failure = request.headers.get("X-Fail");
    if (failure !== null) throw new Error(failure);
    const reason = searchParams.get("reason");
    if (reason !== null) return { isAllowed: false, reason };
    const hasToken = searchParams.has("token") || request.headers.has("Authorization");
    return hasToken ? authorizeToken(request, { secret: TEST_SECRET, room: this.name }) : authorizeLoopback(request);
  }

  override allowedOrigins(): readonly string[] {
    return ["https://app.example.com"];
  }
}

export default {
  fetch: async (request, env) =>
    (await routeOpenCodeRequest(request, env)) ?? new Response("Not found", { status: 404 }),
} satisfies ExportedHandler<Cloudflare.Env>;
