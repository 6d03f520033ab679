import { COMMAND_ROLES, ROLES } from "@opencode-kit/client/protocol";
import type { CommandName, Role } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { renderHook } from "vitest-browser-react";
import type { ReactNode } from "react";
import { createFakeClient } from "../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../context/OpenCodeProvider.tsx";
import { useMay } from "./useMay.ts";

async function may(command: CommandName, role: Role | undefined) {
  const fake = createFakeClient();
  fake.connects(role === undefined ? { status: "connecting" } : { status: "open", role });
  const wrapper = ({ children }: { readonly children?: ReactNode }) => (
    <OpenCodeProvider client={fake.client}>{children}</OpenCodeProvider>
  );
  const { result } = await renderHook(() => useMay(command), { wrapper });
  return { fake, result };
}

test("nothing is forbidden until the room has said hello", async () => {
  const { result } = await may("stop", undefined);
  expect(result.current).toEqual({ may: true, reason: undefined });
});

test("each role may what the room's table says", async () => {
  for (const role of ROLES) {
    for (const command of ["getPart", "replyToPermission", "stop"] as const) {
      const { result } = await may(command, role);
      expect([role, command, result.current.may]).toEqual([role, command, COMMAND_ROLES[command].includes(role)]);
    }
  }
});

test("the reason says who may, and what this person is", async () => {
  const stop = await may("stop", "viewer");
  expect(stop.result.current.reason).toBe("Only an owner can stop the agent. You are a viewer.");
  const answer = await may("replyToPermission", "viewer");
  expect(answer.result.current.reason).toBe("Only an approver or owner can answer this. You are a viewer.");
});

test("a role that changes is followed", async () => {
  const { fake, result } = await may("stop", "approver");
  expect(result.current.may).toBe(false);
  fake.connects({ status: "open", role: "owner" });
  expect(result.current).toEqual({ may: true, reason: undefined });
});
