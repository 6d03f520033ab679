import type { Transport } from "@opencode-kit/client";
import { createOpenCodeClient } from "@opencode-kit/client";
import type { Recording } from "@opencode-kit/client/recording";
import { createReplayTransport } from "@opencode-kit/client/recording";
import { OpenCodeProvider } from "@opencode-kit/react";
import type { ReactNode } from "react";
import { useEffect, useState } from "react";
import type { Answers } from "./Answers.ts";
import { withAnswers } from "./Answers.ts";

export type ReplayProps = {
  /** Makes the recording when the story is shown, so that its times are near now. */
  readonly recording: () => Recording;
  /** 1 is real time. Default: the end at once. */
  readonly speed?: number;
  /** Answers what the recording leaves out. Default: no command is taken. */
  readonly answers?: Answers | undefined;
  /** What becomes of the connection. Default: it stands. */
  readonly connection?: ((transport: Transport) => Transport) | undefined;
  readonly children: ReactNode;
};

/** Feeds its children from a recording, through the headless client. */
export function Replay({ recording, speed = Infinity, answers, connection, children }: ReplayProps): ReactNode {
  const [client] = useState(() => {
    const replayed: Transport = createReplayTransport(recording(), { speed });
    const transport = connection === undefined ? replayed : connection(replayed);
    return createOpenCodeClient({ transport: answers === undefined ? transport : withAnswers(transport, answers) });
  });
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
