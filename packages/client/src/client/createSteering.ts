import type { CommandQueue } from "./createCommandQueue.ts";
import type { OpenCodeClient } from "./types.ts";

type Steering = Pick<
  OpenCodeClient,
  | "submit"
  | "stop"
  | "getPrompt"
  | "editQueued"
  | "moveQueued"
  | "steerQueued"
  | "resumeQueue"
  | "killProcess"
  | "replyToPermission"
  | "replyToQuestion"
  | "rejectQuestion"
  | "replyToBudget"
  | "listSessions"
  | "renameSession"
  | "forkSession"
  | "revertSession"
  | "unrevertSession"
  | "summarizeSession"
  | "listModels"
  | "listAgents"
  | "listAudit"
>;

/** The commands by which people steer the agent. What must not happen twice carries an operation id. */
export function createSteering({ send }: Pick<CommandQueue, "send">): Steering {
  const operationId = (): string => crypto.randomUUID();
  return {
    submit: (input) => send({ name: "submit", ...input, operationId: input.operationId ?? operationId() }),
    stop: (runId, options) => send({ name: "stop", runId, ...options }),
    getPrompt: async (runId) => (await send({ name: "getPrompt", runId })).prompt,
    editQueued: async (input) => void (await send({ name: "editQueued", ...input })),
    moveQueued: async (input) => void (await send({ name: "moveQueued", ...input })),
    steerQueued: (runId) => send({ name: "steerQueued", runId }),
    resumeQueue: async (runId) => void (await send({ name: "resumeQueue", runId })),
    killProcess: async (input) => void (await send({ name: "killProcess", ...input })),
    replyToPermission: (input) => send({ name: "replyToPermission", operationId: operationId(), ...input }),
    replyToQuestion: (input) => send({ name: "replyToQuestion", operationId: operationId(), ...input }),
    rejectQuestion: (requestId) => send({ name: "rejectQuestion", operationId: operationId(), requestId }),
    replyToBudget: (input) => send({ name: "replyToBudget", operationId: operationId(), ...input }),
    listSessions: async (input) => (await send({ name: "listSessions", ...input })).sessions,
    renameSession: async (input) => void (await send({ name: "renameSession", ...input })),
    forkSession: (input) => send({ name: "forkSession", operationId: operationId(), ...input }),
    revertSession: async (input) => void (await send({ name: "revertSession", ...input })),
    unrevertSession: async (sessionId) => void (await send({ name: "unrevertSession", sessionId })),
    summarizeSession: (sessionId) => send({ name: "summarizeSession", operationId: operationId(), sessionId }),
    listModels: async () => (await send({ name: "listModels" })).models,
    listAgents: async () => (await send({ name: "listAgents" })).agents,
    listAudit: async (input) => (await send({ name: "listAudit", ...input })).entries,
  };
}
