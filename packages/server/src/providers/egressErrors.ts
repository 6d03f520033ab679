import type { ProviderCredentials } from "./ProviderCredentials.ts";

/** An answer of the egress's own, in the shape of OpenAI's errors, which OpenCode shows for every provider. */
export type EgressError = { readonly status: number; readonly code: string; readonly message: string };

/**
 * The status of an answer that could not be had. OpenCode retries 5xx, 408, 409 and 429; a status that it does not retry
 * ends the run with the sentence of the body. OpenCode also retries by words and by numbers in that sentence, such as
 * "429": no address may stand in it, whose port can hold them.
 */
const FAILED_DEPENDENCY = 424;

export const NO_SUCH_PATH: EgressError = {
  status: 404,
  code: "not_found",
  message: "There is no such address of the model.",
};

export function unreachable(credentials: ProviderCredentials): EgressError {
  const message = `The model cannot be reached. Check the network${addressOf(credentials, " and ")}.`;
  return { status: FAILED_DEPENDENCY, code: "model_unreachable", message };
}

export function redirects(credentials: ProviderCredentials): EgressError {
  const address = addressOf(credentials, "") || "the provider's baseURL";
  const message = `The model's address redirects. Set ${address} to its final address.`;
  return { status: FAILED_DEPENDENCY, code: "model_redirects", message };
}

/** The sentence of an error that the person who set the providers up can repair. */
export function misconfigured(message: string): EgressError {
  return { status: FAILED_DEPENDENCY, code: "model_misconfigured", message };
}

export function errorBody({ message, code }: EgressError): string {
  return JSON.stringify({ error: { message, type: "kit_error", param: null, code } });
}

/** The variable that an endpoint without a name of its own came from. */
function addressOf(credentials: ProviderCredentials, before: string): string {
  const isFromEnv = credentials.provider === "openai-compatible" && credentials.id === undefined;
  return isFromEnv ? `${before}OPENAI_BASE_URL` : "";
}
