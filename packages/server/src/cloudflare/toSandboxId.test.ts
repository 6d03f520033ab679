import { describe, expect, it } from "vitest";
import { toSandboxId } from "./toSandboxId.ts";

describe("the SDK's id of a sandbox", () => {
  it("is the name, where a host name can be that", () => {
    expect(["main", "room-12", "6b7c"].map(toSandboxId)).toEqual(["main", "room-12", "6b7c"]);
  });

  it("is another for each name, also where case is lost", () => {
    const names = [
      "Room",
      "room",
      "rOOm",
      "room_1",
      "room-1",
      "-room",
      "room-",
      "zed",
      "z7aed",
      "api",
      "API",
      "ä",
      "a b",
    ];
    const ids = names.map(toSandboxId);
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(names.length);
    for (const id of ids) expect(id).toMatch(/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/);
  });

  it("is none of those that the SDK keeps for itself", () => {
    for (const name of ["www", "api", "admin", "root", "system", "cloudflare", "workers"]) {
      expect(toSandboxId(name)).not.toBe(name);
    }
  });

  it("has at most 63 characters, and one", () => {
    expect(toSandboxId("a".repeat(63))).toHaveLength(63);
    for (const name of ["", "a".repeat(64), "A".repeat(22)]) {
      expect(() => toSandboxId(name)).toThrow(expect.objectContaining({ code: "bad_request" }));
    }
  });
});
