import type { SessionStorage } from "../SessionStorage.ts";

/** A storage in memory. */
export function createStorage(): SessionStorage {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string) => Promise.resolve(values.get(key) as T | undefined),
    put: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}
