import type { PendingRequest, PermissionReply } from "@opencode-kit/client/protocol";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { failedOutput } from "../run/failedOutput.ts";
import type { OpenCodeRunOptions, StartOptions } from "../run/OpenCodeSession.ts";
import { OpenCodeSession } from "../run/OpenCodeSession.ts";
import type { SandboxBinding } from "../run/openSandbox.ts";
import type { SessionStorage } from "../run/SessionStorage.ts";

/** What is done about a request of the agent's: a permission's reply, a question's answers (labels each), or a refusal. */
export type TaskAnswer =
  | { readonly reply: PermissionReply; readonly message?: string }
  | { readonly answers: readonly (readonly string[])[] }
  | { readonly reject: true }
  | { readonly budget: "continue" | "stop" };

export type SandboxTaskOptions = StartOptions & {
  readonly sandbox: SandboxBinding;
  /** Which of the binding's sandboxes. */
  readonly name: string;
  /** The Worker's environment, for the providers' keys. */
  readonly env: object;
  readonly storage: SessionStorage;
  /** Decides what the agent asks for. Default: everything is refused, and the agent is told to go on without it. */
  readonly answer?: (request: PendingRequest) => TaskAnswer | Promise<TaskAnswer>;
};

const REFUSAL = "Nobody can answer in this conversation. Go on without it, or end and say what is needed.";

/** A session lasts as long as the object whose storage it uses is in memory. */
const sessions = new WeakMap<SessionStorage, Map<string, OpenCodeSession>>();

/**
 * Runs a prompt in a sandbox, from this object: whole snapshots. Never throws: the last one says what went wrong. A
 * backup is made at the end and, in long runs, on the way.
 */
export async function* runTaskInSandbox(
  { sandbox, name, env, storage, answer = refuse, ...start }: SandboxTaskOptions,
  prompt: string,
  run: Pick<OpenCodeRunOptions, "signal" | "sessionId" | "outputFile" | "budget">,
): AsyncGenerator<OpenCodeRunOutput, void, void> {
  const session = sessionOf(storage, sandbox, name);
  try {
    await session.start(env, storage, start);
  } catch (error) {
    yield failedOutput(error, run.sessionId);
    return;
  }
  const answered = new Set<string>();
  const onComplete = async (): Promise<void> => void (await session.backup(storage));
  for await (const output of session.run(prompt, { ...run, storage, onComplete })) {
    for (const request of output.pending) {
      if (answered.has(request.id)) continue;
      answered.add(request.id);
      void reply(session, request, answer);
    }
    yield output;
  }
}

function sessionOf(storage: SessionStorage, sandbox: SandboxBinding, name: string): OpenCodeSession {
  const byName = sessions.get(storage) ?? new Map<string, OpenCodeSession>();
  sessions.set(storage, byName);
  const session = byName.get(name) ?? new OpenCodeSession(sandbox, name);
  byName.set(name, session);
  return session;
}

function refuse(request: PendingRequest): TaskAnswer {
  if (request.kind === "permission") return { reply: "reject", message: REFUSAL };
  return request.kind === "question" ? { reject: true } : { budget: "stop" };
}

/** What cannot be answered any more has ended or was answered by a stop. */
async function reply(
  session: OpenCodeSession,
  request: PendingRequest,
  answer: NonNullable<SandboxTaskOptions["answer"]>,
): Promise<void> {
  const about = { requestId: request.id, operationId: crypto.randomUUID() };
  try {
    const chosen = await answer(request);
    if ("reply" in chosen) await session.send({ name: "replyToPermission", ...about, ...chosen });
    else if ("answers" in chosen) await session.send({ name: "replyToQuestion", ...about, ...chosen });
    else if ("budget" in chosen) await session.send({ name: "replyToBudget", ...about, reply: chosen.budget });
    else if (request.kind === "question") await session.send({ name: "rejectQuestion", ...about });
    else await reply(session, request, refuse);
  } catch (error) {
    console.error("A request of the agent's could not be answered:", error);
  }
}
