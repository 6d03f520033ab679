import type { OpenCodeConfig } from "./ProviderCredentials.ts";

/** `over` on top of `base`, object by object. Arrays and other values are replaced; what is undefined changes nothing. */
export function mergeConfig(base: OpenCodeConfig, over: OpenCodeConfig): OpenCodeConfig {
  const entries = Object.entries(over).filter(([, value]) => value !== undefined);
  const merged = entries.map(([key, value]): [string, unknown] => {
    const known = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isRecord(known) && isRecord(value) ? mergeConfig(known, value) : value];
  });
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

export function isRecord(value: unknown): value is OpenCodeConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
