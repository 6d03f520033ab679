import type { ProviderCredentials } from "../providers/ProviderCredentials.ts";

/** What the kit asks of a sandbox's Durable Object beside the SDK's verbs. */
export type CredentialStore = {
  /**
   * The credentials that this sandbox's model traffic gets, in place of those of the Worker's environment; none: those
   * again. They are kept in the object's storage, which the container cannot read.
   */
  setModelCredentials(credentials: readonly ProviderCredentials[]): Promise<void>;
};
