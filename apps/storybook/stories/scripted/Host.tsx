import { createOpenCodeClient } from "@opencode-kit/client";
import { createReplayTransport } from "@opencode-kit/client/recording";
import { OpenCodeProvider } from "@opencode-kit/react";
import type { ReactNode } from "react";
import { useLayoutEffect, useState } from "react";
import { germanLabels } from "./germanLabels.ts";

export type HostProps = {
  readonly theme: string;
  readonly look: string;
  readonly direction: string;
  readonly density: string;
  readonly locale: string;
  readonly children: ReactNode;
};

/** The page around a story: what a host sets on its root, and the words that it gives the kit. */
export function Host({ theme, look, direction, density, locale, children }: HostProps): ReactNode {
  useLayoutEffect(() => {
    const { documentElement: root } = document;
    Object.assign(root.dataset, { theme, look, density });
    root.dir = direction;
    root.lang = locale;
  }, [theme, look, direction, density, locale]);
  return locale === "de" ? <German>{children}</German> : children;
}

/** The kit's words in German for everything inside. */
export function German({ children }: { readonly children: ReactNode }): ReactNode {
  // A story brings its own room; this one is only there to carry the words and is never spoken to.
  const [client] = useState(() => createOpenCodeClient({ transport: createReplayTransport([]) }));
  return (
    <OpenCodeProvider client={client} labels={germanLabels}>
      {children}
    </OpenCodeProvider>
  );
}
