import type { AgentServer } from "@opencode-kit/client/source";

type Json = { readonly [key: string]: unknown };

/** Sends JSON to OpenCode; resolves with what it answers, undefined for nothing. */
export async function postTo(agent: AgentServer, path: string, body: Json = {}): Promise<Json> {
  const headers = { "content-type": "application/json" };
  const response = await agent.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} was answered by ${response.status}: ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Json);
}

export async function startSession(agent: AgentServer): Promise<string> {
  return String((await postTo(agent, "/session"))["id"]);
}

/** Plays a prompt to its end; resolves with the texts of the answer. */
export async function prompt(agent: AgentServer, sessionId: string, text: string): Promise<string> {
  const { parts } = await postTo(agent, `/session/${sessionId}/message`, { parts: [{ type: "text", text }] });
  return textOf(parts as readonly Json[]);
}

/** Runs a command as the agent's shell tool does, to its end, or to where only what is in the background runs on. */
export async function runShell(agent: AgentServer, command: string): Promise<void> {
  await postTo(agent, `/session/${await startSession(agent)}/shell`, { agent: "build", command });
}

/** All texts of a session; undefined where OpenCode has no such session. */
export async function readSession(agent: AgentServer, sessionId: string): Promise<string | undefined> {
  const response = await agent.fetch(`/session/${sessionId}/message`);
  if (response.status === 404) return void (await response.body?.cancel());
  const messages = (await response.json()) as readonly { readonly parts: readonly Json[] }[];
  return textOf(messages.flatMap(({ parts }) => parts));
}

function textOf(parts: readonly Json[]): string {
  return parts.flatMap(({ type, text }) => (type === "text" ? [String(text)] : [])).join("\n");
}
