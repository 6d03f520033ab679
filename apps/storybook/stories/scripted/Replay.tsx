import { createOpenCodeClient } from "@opencode-kit/client";
import type { Recording } from "@opencode-kit/client/recording";
import { createReplayTransport } from "@opencode-kit/client/recording";
import { OpenCodeProvider } from "@opencode-kit/react";
import type { ReactNode } from "react";
import { useEffect, useState } from "react";

export type ReplayProps = {
  /** Makes the recording when the story is shown, so that its times are near now. */
  readonly recording: () => Recording;
  /** 1 is real time. Default: the end at once. */
  readonly speed?: number;
  readonly children: ReactNode;
};

/** Feeds its children from a recording, through the headless client. */
export function Replay({ recording, speed = Infinity, children }: ReplayProps): ReactNode {
  const [client] = useState(() => createOpenCodeClient({ transport: createReplayTransport(recording(), { speed }) }));
  // Starts the clock of the replay; StrictMode's second mount finds it running.
  useEffect(() => client.room.subscribe(() => undefined), [client]);
  return <OpenCodeProvider client={client}>{children}</OpenCodeProvider>;
}

/** The same twice: light, then dark. */
export function BothThemes({ children }: { readonly children: (theme: "light" | "dark") => ReactNode }): ReactNode {
  return (
    <div className="themes">
      {(["light", "dark"] as const).map((theme) => (
        <div key={theme} className="states" data-theme={theme}>
          {children(theme)}
        </div>
      ))}
    </div>
  );
}
