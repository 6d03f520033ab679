import type { ReplayTransport } from "@opencode-kit/client/recording";
import { Pause, Play, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { useEffect, useReducer } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { formatDuration } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";

const Bar = createPart("div", "oc-playback");
const Button = createPart("button", "oc-playback-button");
const Seek = createPart("input", "oc-playback-seek");
const Time = createPart("span", "oc-playback-time");

/** How often the bar shows where the recording is, in ms. */
const SHOW_MS = 200;

type Props = { readonly transport: ReplayTransport; readonly speed: number };

/** Plays, pauses and seeks. */
export function PlaybackBar({ transport, speed }: Props): ReactNode {
  const labels = useLabels();
  const [, show] = useReducer((count: number) => count + 1, 0);
  const { durationMs } = transport;
  const at = transport.position();
  const isPlaying = transport.isPlaying();
  const isAtEnd = at >= durationMs;
  const isMoving = isPlaying && !isAtEnd;
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(show, SHOW_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  const toggle = (): void => {
    if (isMoving) transport.pause();
    else {
      if (isAtEnd) transport.seek(0);
      transport.play();
    }
    show();
  };
  const word = isMoving ? labels.pause : isAtEnd ? labels.replay : labels.play;
  const time = labels.recordingTime(formatDuration(at), formatDuration(durationMs));
  return (
    <Bar role="group" aria-label={labels.recording} data-state={isMoving ? "playing" : isAtEnd ? "ended" : "paused"}>
      {/* All of it at once has no way to go on. */}
      {speed === Infinity ? null : (
        <Button aria-label={word} title={word} onClick={toggle}>
          <Icon icon={isMoving ? Pause : isAtEnd ? RotateCcw : Play} />
        </Button>
      )}
      <Seek
        type="range"
        min={0}
        max={durationMs}
        step="any"
        value={at}
        aria-label={labels.recordingPosition}
        aria-valuetext={time}
        onChange={(event) => {
          transport.seek(Number(event.currentTarget.value));
          show();
        }}
      />
      <Time>{time}</Time>
    </Bar>
  );
}
