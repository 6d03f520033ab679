import type { JsonObject } from "../protocol/index.ts";
import { isObject, parseJson } from "../protocol/index.ts";
import { isJsonObject, object, text } from "./readers.ts";

/** One event of OpenCode's stream, as `GET /event` sends it. */
export type OpenCodeEvent = {
  readonly type: string;
  readonly properties: JsonObject;
};

/**
 * The text after `data:` of a server-sent event, or undefined if it is not an event of OpenCode's. Takes those of
 * `GET /global/event` as well, which are wrapped and name their folder; their `sync` twins say nothing new.
 *
 * @param directory Only events of this folder, where they name one. Default: of all.
 */
export function parseOpenCodeEvent(data: string, directory?: string): OpenCodeEvent | undefined {
  const value = parseJson(data);
  if (!isJsonObject(value)) return undefined;
  const folder = text(value, "directory");
  if (directory !== undefined && folder !== undefined && folder !== directory) return undefined;
  const event = isJsonObject(value["payload"]) ? value["payload"] : value;
  const type = text(event, "type");
  return type === undefined || type === "sync" ? undefined : { type, properties: object(event, "properties") };
}

/** The session that an event is about, or undefined for events of the server or the folder. */
export function sessionIdOf(event: OpenCodeEvent): string | undefined {
  const { properties } = event;
  return (
    text(properties, "sessionID") ??
    text(object(properties, "info"), "sessionID") ??
    text(object(properties, "part"), "sessionID") ??
    (event.type.startsWith("session.") ? text(object(properties, "info"), "id") : undefined)
  );
}

/** Whether the event says that a session works, or waits to try again. */
export function isBusyStatus({ type, properties }: OpenCodeEvent): boolean {
  const status = properties["status"];
  return type === "session.status" && isObject(status) && status["type"] !== "idle";
}
