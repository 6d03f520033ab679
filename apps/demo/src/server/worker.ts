import { localSandbox, OpenCodeRoom, routeOpenCodeRequest } from "@opencode-kit/server";

type DemoEnv = Cloudflare.Env & {
  readonly OpenCodeRoom: DurableObjectNamespace<DemoRoom>;
  /** Address and token of the local sandbox host; set by the Vite plugin. */
  readonly OPENCODE_SANDBOX_URL: string;
  readonly OPENCODE_SANDBOX_TOKEN: string;
  /** Name of the model that answers; absent while a scripted one does. */
  readonly DEMO_MODEL?: string;
};

export class DemoRoom extends OpenCodeRoom<DemoEnv> {
  override sandbox() {
    const { OPENCODE_SANDBOX_URL: url, OPENCODE_SANDBOX_TOKEN: token } = this.env;
    return localSandbox({ url, token, name: this.name });
  }
}

export default {
  fetch: async (request, env) => {
    if (new URL(request.url).pathname === "/about") return Response.json({ model: env.DEMO_MODEL ?? null });
    return (await routeOpenCodeRequest(request, env)) ?? new Response("Not found\n", { status: 404 });
  },
} satisfies ExportedHandler<DemoEnv>;
