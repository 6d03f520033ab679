import type { Access } from "@opencode-kit/server";
import { authorizeToken, detectProviders, resolveProviders, routeOpenCodeRequest } from "@opencode-kit/server";
import { cloudflareSandbox, OpenCodeSandbox, proxyPreview } from "@opencode-kit/server/cloudflare";
import { answerWithToken } from "../serveToken.ts";
import { DemoRoom as LocalDemoRoom } from "../worker.ts";
import type { DemoEnv as LocalDemoEnv } from "../worker.ts";

export { ContainerProxy } from "@opencode-kit/server/cloudflare";

type DemoEnv = LocalDemoEnv & {
  readonly OpenCodeRoom: DurableObjectNamespace<DemoRoom>;
  readonly Sandbox: DurableObjectNamespace<Sandbox>;
  /** What the browser asks for at `/?as=owner`; the user's name does not matter. */
  readonly DEMO_PASSWORD: string;
  readonly SLEEP_AFTER?: string;
  /** Host below which previews are; empty for none. */
  readonly PREVIEW_HOST?: string;
};

/** The container's Durable Object. */
export class Sandbox extends OpenCodeSandbox<DemoEnv> {}

/** The demo's room with a container in place of a folder, for those who have a token. */
export class DemoRoom extends LocalDemoRoom<DemoEnv> {
  override sandbox() {
    const { env, name } = this;
    const { PREVIEW_HOST = "", SLEEP_AFTER } = env;
    const previewHost = PREVIEW_HOST === "" ? undefined : PREVIEW_HOST;
    return cloudflareSandbox(env.Sandbox, name, { env, previewHost, sleepAfter: SLEEP_AFTER });
  }

  override authorize(request: Request): Promise<Access> {
    return authorizeToken(request, { secret: this.env.DEMO_SECRET, room: this.name });
  }
}

export default {
  fetch: async (request, env) => {
    const preview = await proxyPreview(request, env.Sandbox);
    if (preview !== null) return preview;
    const { pathname } = new URL(request.url);
    if (pathname === "/about") return Response.json({ model: modelOf(env) });
    if (pathname === "/token") return isKnown(request, env) ? answerWithToken(request, env.DEMO_SECRET) : askPassword();
    return (await routeOpenCodeRequest(request, env)) ?? new Response("Not found\n", { status: 404 });
  },
} satisfies ExportedHandler<DemoEnv>;

function modelOf(env: DemoEnv): string {
  const detected = detectProviders(env);
  return detected === null ? "No model: set a provider's key" : resolveProviders(detected).config.model;
}

/** Without a password nobody is known. */
function isKnown(request: Request, { DEMO_PASSWORD = "" }: DemoEnv): boolean {
  const given = /^Basic (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const encoder = new TextEncoder();
  const [ours, theirs] = [encoder.encode(DEMO_PASSWORD), encoder.encode(passwordOf(given))];
  return ours.length > 0 && ours.length === theirs.length && crypto.subtle.timingSafeEqual(ours, theirs);
}

function passwordOf(encoded: string): string {
  try {
    const bytes = Uint8Array.from(atob(encoded), (each) => each.charCodeAt(0));
    return new TextDecoder().decode(bytes).replace(/^[^:]*:/, "");
  } catch {
    return "";
  }
}

function askPassword(): Response {
  const headers = { "WWW-Authenticate": 'Basic realm="OpenCode Kit demo", charset="UTF-8"' };
  return new Response("The demo needs its password.\n", { status: 401, headers });
}
