import type { OpenCodeEvent } from "@opencode-kit/client/opencode";
import { object, text } from "@opencode-kit/client/opencode";
import type { JsonObject, JsonValue } from "@opencode-kit/client/protocol";

export type RawMessage = { info: JsonObject; readonly parts: Map<string, JsonObject> };

/** What OpenCode has recorded of its sessions: the last of each entity, whole, from the events alone. */
export class AgentRecord {
  readonly sessions = new Map<string, JsonObject>();
  /** By session, in the order in which they came. */
  readonly messages = new Map<string, Map<string, RawMessage>>();
  readonly todos = new Map<string, JsonValue>();
  readonly statuses = new Map<string, JsonObject>();
  readonly permissions = new Map<string, JsonObject>();
  /** Called with what an event has changed. */
  readonly #onChange: (messageId: string, part: string | undefined) => void;

  constructor(onChange: (messageId: string, part: string | undefined) => void = () => undefined) {
    this.#onChange = onChange;
  }

  does({ type, properties }: OpenCodeEvent): void {
    const sessionId = text(properties, "sessionID") ?? "";
    switch (type) {
      case "session.created":
      case "session.updated":
        this.sessions.set(sessionId, object(properties, "info"));
        break;
      case "message.updated": {
        const info = object(properties, "info");
        const id = text(info, "id") ?? "";
        const known = this.of(sessionId).get(id);
        if (known === undefined) this.of(sessionId).set(id, { info, parts: new Map<string, JsonObject>() });
        else known.info = info;
        this.#onChange(id, undefined);
        break;
      }
      case "message.part.updated": {
        const part = object(properties, "part");
        this.#setPart(sessionId, text(part, "messageID") ?? "", text(part, "id") ?? "", part);
        break;
      }
      case "message.part.delta": {
        const messageId = text(properties, "messageID") ?? "";
        const id = text(properties, "partID") ?? "";
        const part = this.of(sessionId).get(messageId)?.parts.get(id);
        if (part === undefined) break;
        const longer = (text(part, "text") ?? "") + (text(properties, "delta") ?? "");
        this.#setPart(sessionId, messageId, id, { ...part, text: longer });
        break;
      }
      case "todo.updated":
        this.todos.set(sessionId, properties["todos"] ?? []);
        break;
      case "session.status":
        this.statuses.set(sessionId, object(properties, "status"));
        break;
      case "permission.asked":
        this.permissions.set(text(properties, "id") ?? "", properties);
        break;
      case "permission.replied":
        this.permissions.delete(text(properties, "requestID") ?? "");
        break;
      default:
    }
  }

  of(sessionId: string): Map<string, RawMessage> {
    let messages = this.messages.get(sessionId);
    if (messages === undefined) this.messages.set(sessionId, (messages = new Map<string, RawMessage>()));
    return messages;
  }

  #setPart(sessionId: string, messageId: string, id: string, part: JsonObject): void {
    this.of(sessionId).get(messageId)?.parts.set(id, part);
    this.#onChange(messageId, id);
  }
}

/** A message as OpenCode's HTTP interface gives it. */
export function wholeMessage({ info, parts }: RawMessage): JsonObject {
  return { info, parts: [...parts.values()] };
}
