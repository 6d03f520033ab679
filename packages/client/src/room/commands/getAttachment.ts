import { attachmentData, object, objects } from "../../opencode/index.ts";
import type { CommandResult, GetAttachmentCommand, JsonObject } from "../../protocol/index.ts";
import { defined, MAX_ATTACHMENT_CHARS, OpenCodeKitError } from "../../protocol/index.ts";
import type { CommandContext } from "./CommandContext.ts";
import { findPart } from "./findPart.ts";

/** The content is in OpenCode's own record alone: it is read from there when somebody looks at it. */
export async function getAttachment(
  context: CommandContext,
  { runId, partId, index = 0 }: GetAttachmentCommand,
): Promise<CommandResult<"getAttachment">> {
  const part = findPart(context, runId, partId);
  const { api } = await context.runs.openAgent();
  const message = await api.getMessage(part.sessionId, part.messageId);
  const raw: JsonObject = objects(message, "parts").find((each) => each["id"] === partId) ?? {};
  const data = attachmentData(part.type === "file" ? raw : (objects(object(raw, "state"), "attachments")[index] ?? {}));
  if (data === undefined) throw new OpenCodeKitError("not_found", "There is no content under this number.");
  if (data.base64.length > MAX_ATTACHMENT_CHARS) {
    throw new OpenCodeKitError("too_large", "The content is too large to be shown. Download the file instead.");
  }
  const filename =
    part.type === "file" ? part.filename : part.type === "tool" ? part.attachments?.[index]?.filename : undefined;
  return { ...data, ...defined({ filename }) };
}
