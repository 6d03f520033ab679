import type { Budget } from "@opencode-kit/client/room";
import type { BackupPolicy } from "../../backups/BackupPolicy.ts";
import type { ChatObject } from "./ChatObject.ts";
import { OpenCodeRoom } from "../../OpenCodeRoom.ts";
import { routeOpenCodeRequest } from "../../routeOpenCodeRequest.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";

export { ChatObject } from "./ChatObject.ts";

type Env = Cloudflare.Env & {
  readonly SANDBOX_URL: string;
  readonly SANDBOX_TOKEN: string;
  readonly ChatObject: DurableObjectNamespace<ChatObject>;
};

/** By the first word of the room's name. */
const BUDGETS: Readonly<Record<string, Budget>> = {
  soft: { run: { soft: { tokens: 20_000 } } },
  hard: { run: { hard: { tokens: 20_000 } } },
  shared: { room: { soft: { tokens: 20_000 }, hard: { tokens: 60_000 } } },
};

/** A room on the real agent, whose object a test can evict. */
export class RealRoom extends OpenCodeRoom<Env> {
  override sandbox(): SandboxPort {
    return localSandbox({ url: this.env.SANDBOX_URL, token: this.env.SANDBOX_TOKEN, name: this.name });
  }

  override budget(): Budget {
    return BUDGETS[this.name.split("-")[0] ?? ""] ?? {};
  }

  /** Rooms named `kept` have backups, although the host keeps their workspaces. */
  override backups(sandbox: SandboxPort): BackupPolicy | false {
    return this.name.startsWith("kept-") ? {} : super.backups(sandbox);
  }

  override async onRequest(request: Request): Promise<Response> {
    if (request.method === "POST" && new URL(request.url).pathname.endsWith("/evict")) {
      this.ctx.abort("evicted by the test");
    }
    return super.onRequest(request);
  }
}

export default {
  fetch: async (request, env) => {
    const chat = /^\/chat\/([\w-]+)\//.exec(new URL(request.url).pathname)?.[1];
    if (chat !== undefined) return env.ChatObject.getByName(chat).fetch(request);
    return (await routeOpenCodeRequest(request, env)) ?? new Response("Not found", { status: 404 });
  },
} satisfies ExportedHandler<Env>;
