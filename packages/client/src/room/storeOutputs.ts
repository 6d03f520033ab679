import type { Channel, RunEvent } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { OutputStore } from "./LogStore.ts";

/** Keeps the outputs of tools whole, as they grow. */
export function storeOutputs(
  outputs: OutputStore,
  channel: Channel,
  events: readonly RunEvent[],
  state: RunState,
): void {
  for (const event of events) {
    switch (event.type) {
      case "part.append":
        if (state.parts.get(event.id)?.type === "tool") outputs.append(channel, event.id, event.text);
        break;
      case "output.set":
        outputs.clear(channel, event.id);
        outputs.append(channel, event.id, event.text);
        break;
      case "part.remove":
        outputs.clear(channel, event.id);
        break;
      default:
    }
  }
}
