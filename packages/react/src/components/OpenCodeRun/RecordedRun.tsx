import { createOpenCodeClient } from "@opencode-kit/client";
import { runIdOf } from "@opencode-kit/client/protocol";
import type { Recording } from "@opencode-kit/client/recording";
import { createReplayTransport } from "@opencode-kit/client/recording";
import { forwardRef, useMemo } from "react";
import { ClientProvider } from "../../context/ClientContext.ts";
import { useDisposed } from "../../context/useDisposed.ts";
import { ClockProvider } from "../../lib/useNow.ts";
import { EmptyRun } from "./EmptyRun.tsx";
import type { RecordedRunProps } from "./LazyRuns.tsx";
import { PlaybackBar } from "./PlaybackBar.tsx";
import { recordedStart } from "./recordedStart.ts";
import { frameProps, RunView } from "./RunView.tsx";

/** A run as it was recorded, with the recording's own clock. */
export const RecordedRun = forwardRef<HTMLElement, RecordedRunProps>(
  ({ recording, speed = 1, autoPlay = true, controls = true, children, ...props }, ref) => {
    const replay = useMemo(() => open(recording, speed, autoPlay), [recording, speed, autoPlay]);
    useDisposed(replay.client);
    const value = useMemo(() => ({ client: replay.client, standIn: "recording" as const }), [replay]);
    if (replay.runId === undefined) return <EmptyRun ref={ref} {...frameProps(props)} />;
    return (
      <ClientProvider value={value}>
        <ClockProvider value={replay.clock}>
          <RunView
            ref={ref}
            runId={replay.runId}
            {...props}
            footer={controls ? <PlaybackBar transport={replay.transport} speed={speed} /> : null}
          >
            {children}
          </RunView>
        </ClockProvider>
      </ClientProvider>
    );
  },
);
RecordedRun.displayName = "RecordedRun";

function open(recording: Recording, speed: number, autoPlay: boolean) {
  // What stands still at first shows what there is to see first.
  const first = recording.find(({ message }) => message.type === "snapshot")?.t ?? 0;
  const transport = createReplayTransport(recording, { speed, autoPlay, at: autoPlay ? 0 : first });
  const start = recordedStart(recording);
  return {
    transport,
    client: createOpenCodeClient({ transport }),
    clock: start === undefined ? undefined : () => start + transport.position(),
    runId: recording.flatMap(({ message }) => ("channel" in message ? (runIdOf(message.channel) ?? []) : [])).at(-1),
  };
}
