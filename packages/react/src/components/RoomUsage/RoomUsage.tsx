import type { Usage } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRoom } from "../../hooks/useRoom.ts";
import { tokensOf } from "../RunHeader/tokensOf.ts";
import { UsageText } from "../RunHeader/UsageText.tsx";

const Frame = createPart("div", "oc-room-usage");

const selectUsage = (room: RoomState): Usage => room.usage;

/** Tokens and cost of all runs of the room. Absent where nothing was used. */
export const RoomUsage = forwardRef<HTMLDivElement, FrameProps<"div">>((props, ref) => {
  const labels = useLabels();
  const usage = useRoom(selectUsage);
  if (tokensOf(usage) === 0 && usage.cost === 0) return null;
  return (
    <Frame ref={ref} role="group" aria-label={labels.roomUsage} data-oc-root="" {...props}>
      <UsageText usage={usage} of={labels.roomUsage} />
    </Frame>
  );
});
RoomUsage.displayName = "RoomUsage";
