import { object, text } from "@opencode-kit/client/opencode";
import type { JsonObject, JsonValue } from "@opencode-kit/client/protocol";
import type { AgentServer } from "@opencode-kit/client/source";
import { ROOT } from "../generate/Workspace.ts";
import type { AgentRecord, RawMessage } from "./AgentRecord.ts";
import { wholeMessage } from "./AgentRecord.ts";

/** OpenCode's HTTP interface over a record: what a room asks to repair a run, with the bytes that it reads. */
export class FakeAgent implements AgentServer {
  readonly directory = ROOT;
  readonly version = "1.18.33";
  readonly scripted = true;
  readonly bootId = "bench";
  readonly #record: AgentRecord;
  /** Paths that were asked for, without ids. */
  readonly requests: string[] = [];
  bytes = 0;
  /** Time that was spent here and not in the room, in ms. */
  ms = 0;

  constructor(record: AgentRecord) {
    this.#record = record;
  }

  async fetch(path: string): Promise<Response> {
    const start = performance.now();
    const url = new URL(path, "http://127.0.0.1");
    this.requests.push(url.pathname.replace(/\/(ses|msg)_\w+/g, "/$1"));
    const { body, headers = {} } = this.#answer(url);
    const content = JSON.stringify(body ?? { name: "NotFoundError" });
    this.bytes += Buffer.byteLength(content);
    this.ms += performance.now() - start;
    return new Response(content, { status: body === undefined ? 404 : 200, headers });
  }

  #answer(url: URL): { readonly body: JsonValue | undefined; readonly headers?: Record<string, string> } {
    const [, root, id = "", what, messageId] = url.pathname.split("/");
    const record = this.#record;
    if (root === "permission") return { body: [...record.permissions.values()] };
    if (root === "question") return { body: [] };
    if (root !== "session") return { body: undefined };
    if (id === "status")
      return { body: Object.fromEntries([...record.statuses].filter(([, status]) => status["type"] !== "idle")) };
    if (what === undefined) return { body: record.sessions.get(id) };
    if (what === "children") {
      return { body: [...record.sessions.values()].filter((info) => text(info, "parentID") === id) };
    }
    if (what === "todo") return { body: record.todos.get(id) ?? [] };
    if (what !== "message") return { body: undefined };
    if (messageId !== undefined) {
      const message = record.of(id).get(messageId);
      return { body: message && wholeMessage(message) };
    }
    return this.#page(
      [...record.of(id).values()],
      Number(url.searchParams.get("limit")),
      url.searchParams.get("before"),
    );
  }

  /** The newest messages before the cursor, oldest first. */
  #page(
    all: readonly RawMessage[],
    limit: number,
    before: string | null,
  ): { readonly body: readonly JsonObject[]; readonly headers: Record<string, string> } {
    const older = before === null ? all : all.filter((message) => idOf(message) < before);
    const page = older.slice(-limit);
    const next = page.length < older.length && page[0] !== undefined ? { "x-next-cursor": idOf(page[0]) } : undefined;
    return { body: page.map(wholeMessage), headers: next ?? {} };
  }
}

function idOf({ info }: RawMessage): string {
  return text(object({ info }, "info"), "id") ?? "";
}
