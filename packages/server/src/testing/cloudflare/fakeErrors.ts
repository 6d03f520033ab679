/**
 * An error of the SDK's as it comes over a Durable Object's stub: no class of its own, the answer in `errorResponse`.
 * (`code` is the SDK's `ErrorCode`, which it does not export.)
 */
export function fakeError(code: string, message: string, context: object = {}, httpStatus = 500): Error {
  const timestamp = new Date(0).toISOString();
  return Object.assign(new Error(message), { errorResponse: { code, message, context, httpStatus, timestamp } });
}

export function noCapacity(): Error {
  const message = "There is no container instance that can be provided to this Durable Object, try again later";
  return fakeError("CONTAINER_UNAVAILABLE", message, { reason: "no_container_instance_available" }, 503);
}

export function stillStarting(): Error {
  const message = "The container is not ready for connections yet.";
  return fakeError("CONTAINER_UNAVAILABLE", message, { reason: "container_starting", retryable: true }, 503);
}

export function interrupted(): Error {
  const message = "The sandbox runtime was replaced while the operation was pending.";
  return fakeError("OPERATION_INTERRUPTED", message, { reason: "runtime_replaced", retryable: true }, 503);
}

/** An error of Node's as the SDK tells it. */
export function toFakeError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return fakeError("FILE_NOT_FOUND", "File not found", {}, 404);
  if (code === "EISDIR") return fakeError("IS_DIRECTORY", "Is a directory", {}, 400);
  if (code === "ENOSPC") return fakeError("NO_SPACE", "No space left on device", {}, 507);
  return error;
}
