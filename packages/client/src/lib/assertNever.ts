/** Ends an exhaustive switch: a missing case is a type error, and an error if it happens all the same. */
export function assertNever(value: never, what: string): never {
  throw new Error(`${what}: ${JSON.stringify(value)}`);
}
