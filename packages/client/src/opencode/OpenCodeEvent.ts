import type { JsonObject } from "../protocol/index.ts";
import { isJsonObject, object, text } from "./readers.ts";

/** One event of OpenCode's stream, as `GET /event` sends it. */
export type OpenCodeEvent = {
  readonly type: string;
  readonly properties: JsonObject;
};

/** The text after `data:` of a server-sent event, or undefined if it is not an event of OpenCode's. */
export function parseOpenCodeEvent(data: string): OpenCodeEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const type = text(value, "type");
  return type === undefined ? undefined : { type, properties: object(value, "properties") };
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
