/**
 * What a value from outside must be to be used. A shape checks only what the folds and the views rely on, so that a
 * later version may add fields.
 */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === "string";
export const num: Shape = (value) => typeof value === "number" && Number.isFinite(value);
export const flag: Shape = (value) => typeof value === "boolean";

/** A plain object with these fields, whatever else it has. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    entries.every(([key, shape]) => shape((value as Readonly<Record<string, unknown>>)[key]));
}

/** Absent is fine. */
export function maybe(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

export function list(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(shape);
}

export function oneOf(values: readonly string[]): Shape {
  return (value) => values.includes(value as string);
}

export function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.some((shape) => shape(value));
}

/** An object whose shape its `key` tells; a key of no known shape is refused. */
export function byTag(key: string, shapes: Readonly<Record<string, Shape>>): Shape {
  return (value) => {
    const tag = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
    return typeof tag === "string" && Object.hasOwn(shapes, tag) && (shapes[tag]?.(value) ?? false);
  };
}
