import type { CommandName } from "./commands.ts";
import * as shape from "./entityShapes.ts";
import type { Shape } from "./shapes.ts";
import { fields, list, maybe, num, text } from "./shapes.ts";

const ANSWERS: { readonly [N in CommandName]?: Shape } = {
  getPart: fields({ part: shape.part }),
  getPending: fields({ request: shape.pending }),
  getOutput: fields({ text, offset: num, chars: num }),
  getAttachment: fields({ mime: text, filename: maybe(text), base64: text }),
  getDiff: fields({ diff: shape.diff }),
  listDiffs: fields({ diffs: list(shape.diff) }),
  submit: fields({ runId: text }),
  linkArtifact: fields({ url: text, filename: text, size: num, expiresAt: num }),
};

/** Whether an answer has what its users rely on. Pages of messages are decoded, which keeps what is good of them. */
export function isAnswer(name: CommandName, value: unknown): boolean {
  return ANSWERS[name]?.(value) ?? true;
}
