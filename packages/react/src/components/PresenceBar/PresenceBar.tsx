import type { Presence } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useConnection } from "../../hooks/useConnection.ts";
import { useRoom } from "../../hooks/useRoom.ts";
import { personName } from "../../lib/personName.ts";
import { initials } from "./initials.ts";

const Frame = createPart("div", "oc-presence");
const Person = createPart("span", "oc-presence-person");
const Count = createPart("span", "oc-presence-count");

/** More are only counted. */
const MAX_SHOWN = 4;

const selectPresence = (room: RoomState): Presence => room.presence;

/** Who watches the room. Absent while nobody else does. */
export const PresenceBar = forwardRef<HTMLDivElement, FrameProps<"div">>((props, ref) => {
  const labels = useLabels();
  const { user } = useConnection();
  const { count, viewers } = useRoom(selectPresence);
  if (count < 2) return null;
  const names = viewers.map((viewer) => labels.presencePerson(personName(viewer), viewer.role, viewer.id === user?.id));
  const all = labels.presence(names, Math.max(0, count - viewers.length));
  return (
    <Frame ref={ref} role="img" aria-label={all} title={all} data-oc-root="" {...props}>
      {viewers.slice(0, MAX_SHOWN).map((viewer, at) => (
        <Person key={viewer.id} data-role={viewer.role} title={names[at]}>
          {initials(viewer.name ?? viewer.id)}
        </Person>
      ))}
      <Count>{labels.presenceCount(count)}</Count>
    </Frame>
  );
});
PresenceBar.displayName = "PresenceBar";
