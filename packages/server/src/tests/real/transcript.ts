import type { JsonObject, RunSnapshot } from "@opencode-kit/client/protocol";
import { isObject } from "@opencode-kit/client/protocol";
import type { SandboxPort } from "../../sandbox/SandboxPort.ts";

/** The running agent. */
export type Agent = Awaited<ReturnType<SandboxPort["openAgent"]>>;

/** What a run's viewers have to agree on with OpenCode: every message, every part, and what the parts say. */
export type Transcript = {
  readonly messages: readonly { readonly id: string; readonly sessionId: string; readonly role: string }[];
  readonly parts: readonly TranscriptPart[];
};

type TranscriptPart = {
  readonly id: string;
  readonly messageId: string;
  readonly type: string;
  readonly text?: string;
  readonly tool?: string;
  readonly status?: string;
  readonly output?: string;
};

/** What a viewer shows. */
export function shownTranscript({ messages, parts }: RunSnapshot): Transcript {
  return {
    messages: sorted(messages.map(({ id, sessionId, role }) => ({ id, sessionId, role }))),
    parts: sorted(
      parts.map((part): TranscriptPart => {
        const { id, messageId, type } = part;
        if (part.type === "text" || part.type === "reasoning") return { id, messageId, type, text: part.text };
        if (part.type !== "tool") return { id, messageId, type: part.type === "other" ? part.kind : type };
        const { tool, status, output } = part;
        const isWhole = output.chars === output.head.length + output.tail.length;
        return { id, messageId, type, tool, status, output: isWhole ? output.head + output.tail : "(cut)" };
      }),
    ),
  };
}

export type RecordOptions = {
  /** Leaves out the root session's messages up to this one, which belong to an earlier run. */
  readonly after?: string;
  /** The agent died: what OpenCode's record calls running for ever has failed. */
  readonly isCutOff?: boolean;
};

/** What OpenCode itself has recorded of a session and its children. */
export async function recordedTranscript(
  agent: Agent,
  sessionId: string,
  { after = "", isCutOff = false }: RecordOptions = {},
): Promise<Transcript> {
  const messages: Transcript["messages"][number][] = [];
  const parts: TranscriptPart[] = [];
  for (const id of await family(agent, sessionId)) {
    for (const { info, parts: rawParts } of await readMessages(agent, id)) {
      if (id === sessionId && String(info["id"]) <= after) continue;
      messages.push({ id: String(info["id"]), sessionId: id, role: String(info["role"]) });
      parts.push(...rawParts.map((part) => recordedPart(part, isCutOff)));
    }
  }
  return { messages: sorted(messages), parts: sorted(parts) };
}

/** Whether OpenCode's record ends with the agent's last word. */
export async function hasRecordedEnd(agent: Agent, sessionId: string): Promise<boolean> {
  const last = (await readMessages(agent, sessionId)).at(-1)?.info;
  const statuses = await readJson(agent, "/session/status");
  return last?.["finish"] === "stop" && isObject(statuses) && statuses[sessionId] === undefined;
}

function recordedPart(part: JsonObject, isCutOff: boolean): TranscriptPart {
  const [id, messageId, type] = [part["id"], part["messageID"], part["type"]].map(String) as [string, string, string];
  if (type === "text" || type === "reasoning") return { id, messageId, type, text: String(part["text"]) };
  if (type !== "tool") return { id, messageId, type };
  const state = objectIn(part, "state");
  const isOpen = state["status"] === "running" || state["status"] === "pending";
  const output = objectIn(state, "metadata")["output"] ?? state["output"] ?? "";
  return {
    id,
    messageId,
    type,
    tool: String(part["tool"]),
    status: isCutOff && isOpen ? "error" : String(state["status"]),
    output: String(output),
  };
}

async function family(agent: Agent, sessionId: string): Promise<readonly string[]> {
  const children = (await readJson(agent, `/session/${sessionId}/children`)) as readonly JsonObject[];
  const below = await Promise.all(children.map(({ id }) => family(agent, String(id))));
  return [sessionId, ...below.flat()];
}

async function readMessages(
  agent: Agent,
  sessionId: string,
): Promise<readonly { readonly info: JsonObject; readonly parts: readonly JsonObject[] }[]> {
  return (await readJson(agent, `/session/${sessionId}/message`)) as Awaited<ReturnType<typeof readMessages>>;
}

async function readJson(agent: Agent, path: string): Promise<unknown> {
  const response = await agent.fetch(path);
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
  return response.json();
}

function objectIn(from: JsonObject, key: string): JsonObject {
  const value = from[key];
  return isObject(value) ? (value as JsonObject) : {};
}

function sorted<T extends { readonly id: string }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
