import type { Part } from "../../protocol/index.ts";
import { defined } from "../../protocol/index.ts";
import { fromToolUIPart } from "./fromToolUIPart.ts";
import type { OpenCodeUIPart } from "./OpenCodeUIMessage.ts";

type Place = Pick<Part, "id" | "messageId" | "sessionId">;

/**
 * A part of OpenCode of what a UI message shows of it; undefined for what is in the run's state and not in a part.
 *
 * @param place Where the part is; its id is taken where the UI part has none.
 * @param endedAt When a text that is done has ended, which it does not say itself.
 */
export function fromUIPart(ui: OpenCodeUIPart, place: Place, endedAt: number): Part | undefined {
  switch (ui.type) {
    case "step-start":
      return { ...place, type: "step-start" };
    case "text":
    case "reasoning": {
      const { partId, skipped } = ui.providerMetadata?.opencode ?? {};
      const id = partId ?? (ui.type === "reasoning" ? ui.id : place.id);
      const end = ui.state === "done" ? endedAt : undefined;
      return { ...place, id, type: ui.type, text: ui.text, ...defined({ skipped, endedAt: end }) };
    }
    case "dynamic-tool":
      return { ...place, id: ui.toolMetadata.partId, ...fromToolUIPart(ui) };
    case "file": {
      const { mediaType: mime, filename, url } = ui;
      return { ...place, type: "file", mime, url, ...defined({ filename }) };
    }
    case "data-opencode-file":
      return { ...place, ...ui.data, id: ui.id, type: "file" };
    case "data-opencode-patch":
      return { ...place, ...ui.data, id: ui.id, type: "patch" };
    case "data-opencode-retry":
      return { ...place, ...ui.data, id: ui.id, type: "retry" };
    case "data-opencode-compaction":
      return { ...place, ...ui.data, id: ui.id, type: "compaction" };
    case "data-opencode-subtask":
      return { ...place, ...ui.data, id: ui.id, type: "subtask" };
    case "data-opencode-other":
      return { ...place, ...ui.data, id: ui.id, type: "other" };
    default:
      return undefined;
  }
}
