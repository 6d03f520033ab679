import { expect, it } from "vitest";

it("what needs nothing of workerd can be imported in Node", async () => {
  const session = await import("@opencode-kit/server/session");
  expect(Object.keys(session).sort()).toEqual([
    "DEFAULT_MODELS",
    "FileWatcher",
    "OpenCodeSession",
    "OpenCodeStreamAccumulator",
    "backupSession",
    "describeRequiredEnvVars",
    "detectProviders",
    "getProviderDisplayName",
    "inferProviderFromModel",
    "listBackups",
    "localSandbox",
    "opencodeTask",
    "resolveProviders",
    "restoreSession",
    "runInRoom",
    "updateSessionState",
  ]);
});
