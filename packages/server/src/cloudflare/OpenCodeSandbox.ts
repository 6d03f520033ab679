import { ContainerProxy as SandboxProxy, Sandbox } from "@cloudflare/sandbox";
import { handleModelEgress, MODEL_EGRESS_HOST } from "../providers/handleModelEgress.ts";
import type { ProviderCredentials } from "../providers/ProviderCredentials.ts";
import type { CredentialStore } from "./CredentialStore.ts";

/** Name of the handler that adds the keys, among the class's handlers. */
const HANDLER = "modelEgress";

/** Where package managers fetch from. */
const PACKAGE_HOSTS = ["registry.npmjs.org", "pypi.org", "files.pythonhosted.org"];

type Params = { readonly credentials: readonly ProviderCredentials[] };

/**
 * A sandbox whose agent has no key of a model provider: what it sends to `http://llm.internal` gets the key outside.
 * Export it, or a class that extends it, and {@link ContainerProxy} from the Worker's entry.
 *
 * The container reaches the model, the registries of npm and PyPI, and the account's R2 for backups; nothing else. A
 * class that extends this one opens more: `override allowedHosts = [...this.allowedHosts, "github.com"]`, or all of the
 * web by `override allowedHosts = ["*"]`.
 */
export class OpenCodeSandbox<Env = unknown> extends Sandbox<Env> implements CredentialStore {
  override enableInternet = false;
  /** The hosts below are reached by HTTPS, too; the SDK's image trusts the certificates that this takes. */
  override interceptHttps = true;
  override allowedHosts: string[] = [MODEL_EGRESS_HOST, ...PACKAGE_HOSTS, ...bucketHosts(this.env)];

  constructor(ctx: DurableObjectState<{}>, env: Env) {
    // By the class's own name, and before the SDK looks: its table of handlers knows nothing of inheritance.
    new.target.outboundByHost = { [MODEL_EGRESS_HOST]: answerModel };
    new.target.outboundHandlers = { [HANDLER]: answerModel };
    super(ctx, env);
  }

  async setModelCredentials(credentials: readonly ProviderCredentials[]): Promise<void> {
    if (credentials.length === 0) await this.removeOutboundByHost(MODEL_EGRESS_HOST);
    else await this.setOutboundByHost<Params>(MODEL_EGRESS_HOST, HANDLER, { credentials });
  }
}

/**
 * Stands between the container and the network; the Worker's entry exports it by this name. It answers the model's host
 * itself: the SDK's tables of handlers are not filled where it runs.
 */
export class ContainerProxy extends SandboxProxy {
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).hostname !== MODEL_EGRESS_HOST) return super.fetch(request);
    const { outboundByHostOverrides } = this.ctx.props;
    return answerModel(request, this.env, { params: outboundByHostOverrides?.[MODEL_EGRESS_HOST]?.params });
  }
}

function answerModel(request: Request, env: unknown, { params }: { readonly params?: unknown }): Promise<Response> {
  const credentials = isParams(params) ? params.credentials : [];
  return handleModelEgress(request, isObjectLike(env) ? env : {}, { credentials });
}

function isParams(value: unknown): value is Params {
  return isObjectLike(value) && "credentials" in value && Array.isArray(value.credentials);
}

function isObjectLike(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The container itself sends backups to R2. */
function bucketHosts(env: unknown): readonly string[] {
  if (!isObjectLike(env)) return [];
  const account: unknown = Reflect.get(env, "CLOUDFLARE_R2_ACCOUNT_ID") ?? Reflect.get(env, "CLOUDFLARE_ACCOUNT_ID");
  return typeof account === "string" && account !== "" ? [`${account}.r2.cloudflarestorage.com`] : [];
}
