import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { AgentServer } from "@opencode-kit/client/source";

type Json = { readonly [key: string]: unknown };

/** An event of OpenCode's. */
export type AgentEvent = { readonly type: string; readonly properties: Json };

/** Follows an agent's events and drives it as a room does. */
export class AgentDriver {
  readonly events: AgentEvent[] = [];
  readonly #agent: AgentServer;
  readonly #stop = new AbortController();

  constructor(agent: AgentServer) {
    this.#agent = agent;
  }

  async follow(): Promise<void> {
    const { body } = await this.#agent.fetch("/event", { signal: this.#stop.signal });
    void this.#read(body ?? new ReadableStream()).catch(() => {});
    await this.until(({ type }) => type === "server.connected");
  }

  end(): void {
    this.#stop.abort();
  }

  async post(path: string, body: Json = {}): Promise<Json> {
    const headers = { "content-type": "application/json" };
    const response = await this.#agent.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await response.text();
    return (text === "" ? {} : JSON.parse(text)) as Json;
  }

  async get(path: string): Promise<unknown> {
    return (await this.#agent.fetch(path)).json();
  }

  /** Plays a prompt to its end; `reply` answers every permission that it asks. */
  async prompt(
    text: string,
    reply?: Json,
  ): Promise<{ sessionId: string; asked: readonly Json[]; error: Json | undefined }> {
    const sessionId = String((await this.post("/session"))["id"]);
    const isOurs = ({ properties }: AgentEvent): boolean => properties["sessionID"] === sessionId;
    const from = this.events.length;
    await this.post(`/session/${sessionId}/prompt_async`, { parts: [{ type: "text", text }] });
    let answered = 0;
    const asks = (): readonly AgentEvent[] =>
      this.events.slice(from).filter((event) => event.type === "permission.asked" && isOurs(event));
    await this.until((event) => {
      for (const ask of asks().slice(answered)) {
        answered += 1;
        if (reply !== undefined) void this.post(`/permission/${String(ask.properties["id"])}/reply`, reply);
      }
      return event.type === "session.idle" && isOurs(event);
    }, from);
    const failed = this.events.slice(from).find((event) => event.type === "session.error" && isOurs(event));
    return {
      sessionId,
      asked: asks().map(({ properties }) => properties),
      error: failed?.properties["error"] as Json | undefined,
    };
  }

  /** The tools that a session called, in order, each with its state. */
  async tools(sessionId: string): Promise<readonly { tool: string; status: string; exit: unknown; output: string }[]> {
    const messages = (await this.get(`/session/${sessionId}/message`)) as readonly { parts: readonly Json[] }[];
    return messages
      .flatMap(({ parts }) => parts)
      .filter(({ type }) => type === "tool")
      .map(({ tool, state }) => {
        const { status, output, error, metadata } = state as Json;
        const exit = (metadata as Json | undefined)?.["exit"];
        return { tool: String(tool), status: String(status), exit, output: String(output ?? error ?? "") };
      });
  }

  /** The last words of a session. */
  async answer(sessionId: string): Promise<string> {
    const messages = (await this.get(`/session/${sessionId}/message`)) as readonly { parts: readonly Json[] }[];
    const texts = messages.flatMap(({ parts }) => parts).filter(({ type }) => type === "text");
    return String(texts.at(-1)?.["text"] ?? "");
  }

  async until(isIt: (event: AgentEvent) => boolean, from = 0): Promise<void> {
    for (let at = from, waited = 0; ; waited += 20) {
      for (; at < this.events.length; at += 1) {
        const event = this.events[at];
        if (event !== undefined && isIt(event)) return;
      }
      if (waited > 60_000) throw new Error("The event did not come within 60 s");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const bytes of body) {
      const blocks = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) this.events.push(JSON.parse(block.replace(/^data: /, "")) as AgentEvent);
    }
  }
}

/** Processes that run in a folder, or that name it on their command line or in their environment; the oldest first. */
export function processesOf(folder: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      const stat = read(`/proc/${name}/stat`);
      if (/^\d+ \(.*\) [ZX] /s.test(stat)) return false;
      return [read(`/proc/${name}/environ`), read(`/proc/${name}/cmdline`), link(`/proc/${name}/cwd`)].some((text) =>
        text.includes(folder),
      );
    })
    .map(Number)
    .sort((a, b) => a - b);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
