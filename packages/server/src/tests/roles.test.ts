import type { Command, CommandName, Role } from "@opencode-kit/client/protocol";
import { COMMAND_ROLES, ROLES } from "@opencode-kit/client/protocol";
import { describe, expect, it } from "vitest";
import { fakeSandboxOf } from "./createFakeSandbox.ts";
import { openSocketAs } from "./openSocket.ts";

type Cell = "may" | "may not";
type Row = Readonly<Record<Role, Cell>>;

/** Written by hand, apart from the room's own table: what is wrong there must not be right here. */
const EXPECTED: Readonly<Record<CommandName, Row>> = {
  getMessages: { viewer: "may", approver: "may", owner: "may" },
  getPart: { viewer: "may", approver: "may", owner: "may" },
  getPending: { viewer: "may", approver: "may", owner: "may" },
  getOutput: { viewer: "may", approver: "may", owner: "may" },
  getAttachment: { viewer: "may", approver: "may", owner: "may" },
  getDiff: { viewer: "may", approver: "may", owner: "may" },
  getPrompt: { viewer: "may", approver: "may", owner: "may" },
  listAgents: { viewer: "may", approver: "may", owner: "may" },
  listDiffs: { viewer: "may", approver: "may", owner: "may" },
  listModels: { viewer: "may", approver: "may", owner: "may" },
  listSessions: { viewer: "may", approver: "may", owner: "may" },
  linkArtifact: { viewer: "may", approver: "may", owner: "may" },
  listFolder: { viewer: "may", approver: "may", owner: "may" },
  readFile: { viewer: "may", approver: "may", owner: "may" },
  listBackups: { viewer: "may", approver: "may", owner: "may" },
  listPorts: { viewer: "may", approver: "may", owner: "may" },
  replyToPermission: { viewer: "may not", approver: "may", owner: "may" },
  replyToQuestion: { viewer: "may not", approver: "may", owner: "may" },
  rejectQuestion: { viewer: "may not", approver: "may", owner: "may" },
  replyToBudget: { viewer: "may not", approver: "may", owner: "may" },
  submit: { viewer: "may not", approver: "may not", owner: "may" },
  stop: { viewer: "may not", approver: "may not", owner: "may" },
  editQueued: { viewer: "may not", approver: "may not", owner: "may" },
  moveQueued: { viewer: "may not", approver: "may not", owner: "may" },
  steerQueued: { viewer: "may not", approver: "may not", owner: "may" },
  resumeQueue: { viewer: "may not", approver: "may not", owner: "may" },
  killProcess: { viewer: "may not", approver: "may not", owner: "may" },
  renameSession: { viewer: "may not", approver: "may not", owner: "may" },
  forkSession: { viewer: "may not", approver: "may not", owner: "may" },
  revertSession: { viewer: "may not", approver: "may not", owner: "may" },
  unrevertSession: { viewer: "may not", approver: "may not", owner: "may" },
  summarizeSession: { viewer: "may not", approver: "may not", owner: "may" },
  listAudit: { viewer: "may not", approver: "may not", owner: "may" },
  createBackup: { viewer: "may not", approver: "may not", owner: "may" },
  restoreBackup: { viewer: "may not", approver: "may not", owner: "may" },
  exposePort: { viewer: "may not", approver: "may not", owner: "may" },
  unexposePort: { viewer: "may not", approver: "may not", owner: "may" },
};

const runId = "run";
const sessionId = "ses_1";
const answer = { operationId: "op", requestId: "per_1" };

/** One of each. */
const COMMANDS: { readonly [N in CommandName]: Command & { readonly name: N } } = {
  getMessages: { name: "getMessages", runId },
  getPart: { name: "getPart", runId, partId: "prt_1" },
  getPending: { name: "getPending", requestId: "per_1" },
  getOutput: { name: "getOutput", runId, partId: "prt_1" },
  getAttachment: { name: "getAttachment", runId, partId: "prt_1" },
  getDiff: { name: "getDiff", runId, path: "a.txt" },
  getPrompt: { name: "getPrompt", runId },
  listAgents: { name: "listAgents" },
  listDiffs: { name: "listDiffs", scope: "workspace" },
  listModels: { name: "listModels" },
  listSessions: { name: "listSessions" },
  linkArtifact: { name: "linkArtifact", path: "a.txt" },
  listFolder: { name: "listFolder", path: "" },
  readFile: { name: "readFile", path: "a.txt" },
  listBackups: { name: "listBackups" },
  listPorts: { name: "listPorts" },
  replyToPermission: { name: "replyToPermission", ...answer, reply: "once" },
  replyToQuestion: { name: "replyToQuestion", ...answer, answers: [["Yes"]] },
  rejectQuestion: { name: "rejectQuestion", ...answer },
  replyToBudget: { name: "replyToBudget", ...answer, reply: "stop" },
  submit: { name: "submit", operationId: "op", prompt: "go" },
  stop: { name: "stop", runId },
  editQueued: { name: "editQueued", runId, prompt: "go" },
  moveQueued: { name: "moveQueued", runId },
  steerQueued: { name: "steerQueued", runId },
  resumeQueue: { name: "resumeQueue", runId },
  killProcess: { name: "killProcess", processId: "pid:1" },
  renameSession: { name: "renameSession", sessionId, title: "New" },
  forkSession: { name: "forkSession", operationId: "op", sessionId },
  revertSession: { name: "revertSession", sessionId, messageId: "msg_1" },
  unrevertSession: { name: "unrevertSession", sessionId },
  summarizeSession: { name: "summarizeSession", operationId: "op", sessionId },
  listAudit: { name: "listAudit" },
  createBackup: { name: "createBackup" },
  restoreBackup: { name: "restoreBackup", backupId: "backup" },
  exposePort: { name: "exposePort", port: 5173 },
  unexposePort: { name: "unexposePort", port: 5173 },
};

describe("what a role may do", () => {
  it("is written down for every command", () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(COMMAND_ROLES).sort());
    expect(Object.keys(COMMANDS).sort()).toEqual(Object.keys(COMMAND_ROLES).sort());
  });

  it.each(ROLES)("as %s is checked by the room, command by command", async (role) => {
    const socket = await openSocketAs(`roles-${role}`, role);
    const answered: [string, Cell][] = [];
    for (const command of Object.values(COMMANDS)) {
      const result = await socket.asks(command);
      answered.push([command.name, !result.ok && result.error.code === "forbidden" ? "may not" : "may"]);
    }
    const expected = Object.entries(EXPECTED).map(([name, row]) => [name, row[role]]);
    expect(Object.fromEntries(answered)).toEqual(Object.fromEntries(expected));
    expect(socket.closed()).toBeUndefined();
  });

  it("as viewer lets nothing through to the agent that changes something", async () => {
    const socket = await openSocketAs("roles-harmless", "viewer");
    for (const command of Object.values(COMMANDS)) await socket.asks(command);
    const changing = fakeSandboxOf("roles-harmless").requests.filter(({ method }) => method !== "GET");
    expect(changing).toEqual([]);
  });
});
