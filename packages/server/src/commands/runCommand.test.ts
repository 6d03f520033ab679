import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { describe, expect, it } from "vitest";
import type { NewAuditEntry } from "../storage/createAuditStore.ts";
import type { CommandContext } from "./CommandContext.ts";
import { runCommand } from "./runCommand.ts";

const owner = { role: "owner", user: { id: "u1" } } as const;

/** A room of which only what these tests ask for is there; it notes what happens in which order. */
function createFakeContext(stop: () => "stopping" | "over") {
  const happened: unknown[] = [];
  const context = {
    audit: {
      add: (entry: NewAuditEntry) => happened.push(entry),
      settle: (id: number, outcome: object) => void happened.push({ id, ...outcome }),
      list: () => [],
    },
    runs: {
      stop: () => {
        happened.push("stopped");
        return stop();
      },
    },
  };
  return { context: context as unknown as CommandContext, happened };
}

describe("a command", () => {
  it("is written down before it is done", async () => {
    const { context, happened } = createFakeContext(() => "over");
    await expect(runCommand(context, { name: "stop", runId: "run" }, owner)).resolves.toEqual({ status: "over" });
    expect(happened).toEqual([{ ...owner, action: "stop", target: "run" }, "stopped"]);
  });

  it("that fails is written down with the error's code, and a failure of the room's own as internal", async () => {
    const refused = createFakeContext(() => {
      throw new OpenCodeKitError("not_found", "There is no such run.");
    });
    await expect(runCommand(refused.context, { name: "stop", runId: "run" }, owner)).rejects.toThrow("no such run");
    expect(refused.happened.at(-1)).toEqual({ id: 1, refused: "not_found" });
    const broken = createFakeContext(() => {
      throw new TypeError("x is not a function");
    });
    await expect(runCommand(broken.context, { name: "stop", runId: "run" }, owner)).rejects.toThrow(TypeError);
    expect(broken.happened.at(-1)).toEqual({ id: 1, refused: "internal" });
  });

  it("that is forbidden is not done", async () => {
    const { context, happened } = createFakeContext(() => "over");
    const approver = { role: "approver" } as const;
    await expect(runCommand(context, { name: "stop", runId: "run" }, approver)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(happened).toEqual([{ ...approver, action: "stop", target: "run", refused: "forbidden" }]);
  });
});
