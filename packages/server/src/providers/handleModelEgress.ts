import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { misconfigured, NO_SUCH_PATH } from "./egressErrors.ts";
import { forwardToProvider, toResponse } from "./forwardToProvider.ts";
import type { ProviderCredentials } from "./ProviderCredentials.ts";
import { providerIdOf } from "./ProviderCredentials.ts";
import type { ProviderChoice } from "./selectProviders.ts";
import { selectProviders } from "./selectProviders.ts";

/** The host that a sandbox's agent asks for models. It exists only for the sandbox, whose outbound traffic is caught. */
export const MODEL_EGRESS_HOST = "llm.internal";

/** Where the agent in a sandbox finds a provider: `http://llm.internal/<provider>`. For `createAgentConfig`. */
export function modelEgressUrl(credentials: ProviderCredentials): string {
  return `http://${MODEL_EGRESS_HOST}/${providerIdOf(credentials)}`;
}

/**
 * Answers a request of a sandbox to `http://llm.internal/<provider>/…`: adds the provider's key and passes it on. What is
 * wrong with the environment is told by the answer, which ends the run.
 *
 * ```ts
 * static outboundByHost = { "llm.internal": (request, env) => handleModelEgress(request, env) };
 * ```
 *
 * @param env The Worker's environment, for the keys.
 */
export async function handleModelEgress(request: Request, env: object, choice: ProviderChoice = {}): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const [, id, path] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  if (path === undefined) return toResponse(NO_SUCH_PATH);
  try {
    const { credentials } = selectProviders(env, choice);
    const found = credentials.find((each) => providerIdOf(each) === id);
    if (found === undefined) return toResponse(misconfigured("The egress has no credentials of this provider."));
    return await forwardToProvider(request, found, `${path}${search}`);
  } catch (error) {
    if (!(error instanceof OpenCodeKitError)) throw error;
    return toResponse(misconfigured(error.message.split("\n").join(" ")));
  }
}
