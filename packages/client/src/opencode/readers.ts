import type { JsonObject, JsonValue } from "../protocol/index.ts";
import { isObject } from "../protocol/index.ts";

/** OpenCode's JSON is read defensively: a field of the wrong shape counts as absent. */

export function text(from: JsonObject, key: string): string | undefined {
  const value = from[key];
  return typeof value === "string" ? value : undefined;
}

export function count(from: JsonObject, key: string): number | undefined {
  const value = from[key];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function flag(from: JsonObject, key: string): boolean {
  return from[key] === true;
}

export function object(from: JsonObject, key: string): JsonObject {
  const value = from[key];
  return isJsonObject(value) ? value : {};
}

export function objects(from: JsonObject, key: string): readonly JsonObject[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function texts(from: JsonObject, key: string): readonly string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

/** Whether two JSON values are the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isEqual(a[key], b[key]));
}

/** The fields of `after` that differ from `before`, or undefined if none does. */
export function changedFields<T extends object>(before: T, after: T): Partial<T> | undefined {
  const changes: Partial<T> = {};
  let hasChange = false;
  for (const key of Object.keys(after) as (keyof T)[]) {
    if (isEqual(before[key], after[key])) continue;
    changes[key] = after[key];
    hasChange = true;
  }
  return hasChange ? changes : undefined;
}

export type { JsonObject, JsonValue };
