import type { ProviderID } from "../providers/ProviderCredentials.ts";

/** What is needed of a Durable Object's storage: keys and JSON strings. In Node a `Map` behind promises will do. */
export type SessionStorage = {
  get<T = unknown>(key: string): Promise<T | undefined>;
  put<T>(key: string, value: T): Promise<void>;
};

/** What a session keeps of itself in the storage, beside its backups. */
export type OpenCodeSessionState = {
  /** OpenCode's id of the session that was run last. */
  readonly sessionId: string;
  /** The provider of prompts that name no model. */
  readonly providerId: ProviderID;
  /** A run had begun and not ended. */
  readonly runInFlight: boolean;
  /** The prompt of that run. */
  readonly runPrompt?: string;
};
