import { defined } from "../../protocol/index.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import { object, text, texts } from "../readers.ts";

/**
 * Permissions and questions of sessions that speak the new family come as `permission.v2.*` and `question.v2.*`. They
 * say the same; only a permission's fields have other names. Undefined for any other event.
 */
export function translateRequest({ type, properties }: OpenCodeEvent): OpenCodeEvent | undefined {
  switch (type) {
    case "permission.v2.asked": {
      const { action, resources: _, save: _save, source, ...others } = properties;
      const asked = { patterns: texts(properties, "resources"), always: texts(properties, "save") };
      const permission = typeof action === "string" ? action : undefined;
      const tool = text(object(properties, "source"), "type") === "tool" ? source : undefined;
      return { type: "permission.asked", properties: { ...others, ...asked, ...defined({ permission, tool }) } };
    }
    case "permission.v2.replied":
      return { type: "permission.replied", properties };
    case "question.v2.asked":
      return { type: "question.asked", properties };
    case "question.v2.replied":
      return { type: "question.replied", properties };
    case "question.v2.rejected":
      return { type: "question.rejected", properties };
    default:
      return undefined;
  }
}
