import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { describe, expect, it } from "vitest";
import { toSandboxError } from "./toSandboxError.ts";

/** An error as it comes over a Durable Object's stub: without its class. */
const over = (code: string, context: object = {}, httpStatus = 500): object => ({
  message: "Something",
  errorResponse: { code, message: "Something", context, httpStatus },
});

describe("an error of the Sandbox SDK", () => {
  it.each([
    ["CONTAINER_UNAVAILABLE", { reason: "container_starting" }, "sandbox_starting"],
    ["CONTAINER_UNAVAILABLE", { reason: "no_container_instance_available" }, "sandbox_capacity"],
    ["CONTAINER_UNAVAILABLE", { reason: "max_container_instances_exceeded" }, "sandbox_capacity"],
    ["OPERATION_INTERRUPTED", { reason: "runtime_replaced" }, "sandbox_lost"],
    ["RPC_TRANSPORT_ERROR", { kind: "peer_closed" }, "sandbox_lost"],
    ["BACKUP_NOT_FOUND", {}, "backup_missing"],
    ["BACKUP_EXPIRED", {}, "backup_missing"],
    ["BACKUP_CREATE_FAILED", {}, "backup_failed"],
    ["BACKUP_RESTORE_FAILED", {}, "backup_failed"],
    ["INVALID_BACKUP_CONFIG", {}, "backup_failed"],
    ["FILE_NOT_FOUND", {}, "not_found"],
    ["IS_DIRECTORY", {}, "is_directory"],
    ["NO_SPACE", {}, "disk_full"],
    ["CUSTOM_DOMAIN_REQUIRED", {}, "bad_request"],
    ["INTERNAL_ERROR", {}, "sandbox_unavailable"],
    ["A_CODE_OF_TOMORROW", {}, "sandbox_unavailable"],
  ])("of the code %s with %j is %s", (code, context, wanted) => {
    expect(toSandboxError(over(code, context))).toMatchObject({ name: "OpenCodeKitError", code: wanted });
  });

  it("tells a start that goes on from one that has failed for good", () => {
    expect(toSandboxError(over("INTERNAL_ERROR", { phase: "startup" }, 503)).code).toBe("sandbox_starting");
    expect(toSandboxError(over("INTERNAL_ERROR", { phase: "startup" }, 500)).code).toBe("sandbox_unavailable");
  });

  it.each([
    ["There is no container instance available at this time.", "sandbox_capacity"],
    ["Maximum number of running container instances exceeded", "sandbox_capacity"],
    ["Network connection lost.", "sandbox_lost"],
    ["Container suddenly disconnected, try again", "sandbox_lost"],
    ["tar: write error: No space left on device", "disk_full"],
    ["Container is starting. Please retry in a moment.", "sandbox_starting"],
    ["Something else", "sandbox_unavailable"],
  ])("that only says %j is %s", (message, wanted) => {
    expect(toSandboxError(new Error(message)).code).toBe(wanted);
  });

  it("of a full disk is that, whatever verb has met it", () => {
    const error = { message: "mksquashfs: No space left on device", errorResponse: { code: "BACKUP_CREATE_FAILED" } };
    expect(toSandboxError(error, "backup_failed").code).toBe("disk_full");
  });

  it("that says nothing is what the verb makes of it", () => {
    expect(toSandboxError(undefined, "backup_failed").code).toBe("backup_failed");
    expect(toSandboxError({}, "sandbox_lost").code).toBe("sandbox_lost");
  });

  it("may succeed later where time can help, and only there", () => {
    const codes = [
      "CONTAINER_UNAVAILABLE",
      "OPERATION_INTERRUPTED",
      "BACKUP_CREATE_FAILED",
      "BACKUP_NOT_FOUND",
      "NO_SPACE",
    ];
    expect(codes.map((code) => toSandboxError(over(code)).retryable)).toEqual([true, true, true, false, false]);
  });

  it("keeps its words out of the message, and as its cause", () => {
    const cause = over("OPERATION_INTERRUPTED");
    const error = toSandboxError(cause);
    expect(error.message).not.toContain("Something");
    expect(error.cause).toBe(cause);
  });

  it("of the kit itself stays as it is", () => {
    const error = new OpenCodeKitError("bad_request", "No.");
    expect(toSandboxError(error)).toBe(error);
  });
});
