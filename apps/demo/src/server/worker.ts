import type { Access, Budget, SandboxPort } from "@opencode-kit/server";
import {
  authorizeLoopback,
  authorizeToken,
  localSandbox,
  OpenCodeRoom,
  routeOpenCodeRequest,
} from "@opencode-kit/server";
import { serveToken } from "./serveToken.ts";

export type DemoEnv = Cloudflare.Env & {
  readonly OpenCodeRoom: DurableObjectNamespace<DemoRoom>;
  /** Address and token of the local sandbox host; set by the Vite plugin. */
  readonly OPENCODE_SANDBOX_URL: string;
  readonly OPENCODE_SANDBOX_TOKEN: string;
  /** Signs room tokens; made anew each time the demo starts. */
  readonly DEMO_SECRET: string;
  /** Name of the model that answers; absent while a scripted one does. */
  readonly DEMO_MODEL?: string;
  /** JSON of a `Budget`. */
  readonly DEMO_BUDGET?: string;
};

export class DemoRoom<Env extends DemoEnv = DemoEnv> extends OpenCodeRoom<Env> {
  override sandbox(): SandboxPort {
    const { OPENCODE_SANDBOX_URL: url, OPENCODE_SANDBOX_TOKEN: token } = this.env;
    return localSandbox({ url, token, name: this.name });
  }

  /** This machine only; who comes with a token is who the token says. */
  override async authorize(request: Request): Promise<Access> {
    const local = authorizeLoopback(request);
    const hasToken = new URL(request.url).searchParams.has("token");
    if (!local.isAllowed || !hasToken) return local;
    return authorizeToken(request, { secret: this.env.DEMO_SECRET, room: this.name });
  }

  override budget(): Budget {
    const { DEMO_BUDGET = "" } = this.env;
    return DEMO_BUDGET === "" ? {} : (JSON.parse(DEMO_BUDGET) as Budget);
  }
}

export default {
  fetch: async (request, env) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/about") return Response.json({ model: env.DEMO_MODEL ?? null });
    if (pathname === "/token") return serveToken(request, env.DEMO_SECRET);
    return (await routeOpenCodeRequest(request, env)) ?? new Response("Not found\n", { status: 404 });
  },
} satisfies ExportedHandler<DemoEnv>;
