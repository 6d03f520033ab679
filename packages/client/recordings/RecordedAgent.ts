import type { JsonObject, JsonValue } from "../src/protocol/index.ts";
import { isJsonObject, object, text } from "../src/opencode/index.ts";
import type { OpenCodeEvent } from "../src/opencode/index.ts";
import type { OpenCodeApi } from "../src/source/index.ts";

type RawMessage = { info: JsonObject; parts: Map<string, JsonObject> };

/**
 * A fake OpenCode that has done what a recorded stream tells, and answers questions about it as the real one does: it
 * keeps messages, parts, todos, statuses and pending requests whole, from the events alone. As the real one it has
 * nothing of a text's deltas until the text's end.
 */
export class RecordedAgent {
  readonly #sessions = new Map<string, JsonObject>();
  readonly #messages = new Map<string, Map<string, RawMessage>>();
  readonly #todos = new Map<string, JsonValue>();
  readonly #statuses = new Map<string, JsonValue>();
  readonly #pending = new Map<string, { kind: "permission" | "question"; raw: JsonObject }>();
  /** Requests that were made, for tests of what a repair costs. */
  readonly requests: string[] = [];

  constructor(events: readonly OpenCodeEvent[] = []) {
    for (const event of events) this.does(event);
  }

  does({ type, properties }: OpenCodeEvent): void {
    const sessionId = text(properties, "sessionID") ?? "";
    switch (type) {
      case "session.created":
      case "session.updated": {
        const info = object(properties, "info");
        this.#sessions.set(text(info, "id") ?? "", info);
        break;
      }
      case "message.updated": {
        const info = object(properties, "info");
        const messages = this.#of(sessionId || (text(info, "sessionID") ?? ""));
        const id = text(info, "id") ?? "";
        messages.set(id, { info, parts: messages.get(id)?.parts ?? new Map<string, JsonObject>() });
        break;
      }
      case "message.removed":
        this.#of(sessionId).delete(text(properties, "messageID") ?? "");
        break;
      case "message.part.updated": {
        const part = object(properties, "part");
        this.#parts(part)?.set(text(part, "id") ?? "", part);
        break;
      }
      case "message.part.removed":
        this.#of(sessionId)
          .get(text(properties, "messageID") ?? "")
          ?.parts.delete(text(properties, "partID") ?? "");
        break;
      case "todo.updated":
        this.#todos.set(sessionId, properties["todos"] ?? []);
        break;
      case "session.status":
        this.#statuses.set(sessionId, properties["status"] ?? {});
        break;
      case "permission.asked":
      case "question.asked":
        this.#pending.set(text(properties, "id") ?? "", {
          kind: type === "permission.asked" ? "permission" : "question",
          raw: properties,
        });
        break;
      case "permission.replied":
      case "question.replied":
      case "question.rejected":
        this.#pending.delete(text(properties, "requestID") ?? "");
        break;
      default:
    }
  }

  /** What OpenCode's HTTP interface answers now; what a run does not ask is missing. */
  get api(): OpenCodeApi {
    const asked = (what: string): void => void this.requests.push(what);
    const pending = (kind: string): readonly JsonObject[] =>
      [...this.#pending.values()].filter((each) => each.kind === kind).map(({ raw }) => raw);
    const api: Partial<OpenCodeApi> = {
      getSession: async (id) => this.#sessions.get(id) ?? { id },
      listChildren: async (id) => [...this.#sessions.values()].filter((info) => text(info, "parentID") === id),
      listMessages: async (id, { limit, cursor }) => {
        asked(`messages ${limit}`);
        const all = [...this.#of(id).entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
        const before = cursor === undefined ? all : all.filter(([messageId]) => messageId < cursor);
        const page = before.slice(-limit);
        const rest = page.length < before.length ? page[0]?.[0] : undefined;
        return { messages: page.map(([, message]) => whole(message)), cursor: rest };
      },
      getMessage: async (id, messageId) => {
        asked("message");
        const message = this.#of(id).get(messageId);
        if (message === undefined) throw new Error("The recorded agent has no such message.");
        return whole(message);
      },
      listTodos: async (id) => {
        const todos = this.#todos.get(id);
        return Array.isArray(todos) ? todos.filter(isJsonObject) : [];
      },
      listStatuses: async () =>
        Object.fromEntries([...this.#statuses].filter(([, status]) => object({ status }, "status")["type"] !== "idle")),
      listPermissions: async () => pending("permission"),
      listQuestions: async () => pending("question"),
    };
    return api as OpenCodeApi;
  }

  #of(sessionId: string): Map<string, RawMessage> {
    let messages = this.#messages.get(sessionId);
    if (messages === undefined) this.#messages.set(sessionId, (messages = new Map<string, RawMessage>()));
    return messages;
  }

  #parts(part: JsonObject): Map<string, JsonObject> | undefined {
    return this.#of(text(part, "sessionID") ?? "").get(text(part, "messageID") ?? "")?.parts;
  }
}

function whole({ info, parts }: RawMessage): JsonObject {
  return { info, parts: [...parts.values()].toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1)) };
}
