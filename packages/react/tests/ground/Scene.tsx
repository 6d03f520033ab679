import { windowOf } from "@opencode-kit/client/state";
import type { ReactNode } from "react";
import {
  DiffList,
  FileTree,
  Markdown,
  OpenCodeProvider,
  OpenCodeRun,
  OutputView,
  PendingList,
  PresenceBar,
  ProcessPanel,
  PromptComposer,
  RoomUsage,
  RunQueue,
} from "../../src/index.ts";
import type { OpenCodeProviderProps } from "../../src/index.ts";
import type { FakeClient } from "../FakeClient.ts";
import { ROOT, RUN_ID } from "../FakeClient.ts";
import { PROCESSES } from "./createScene.ts";

type Props = Pick<OpenCodeProviderProps, "labels" | "classNames"> & { readonly fake: FakeClient };

/** A host's page with the whole kit on it, its panels open. */
export function Scene({ fake, ...provider }: Props): ReactNode {
  return (
    <OpenCodeProvider client={fake.client} {...provider}>
      <div className="scene-run">
        <OpenCodeRun runId={RUN_ID} composer />
      </div>
      <DiffList runId={RUN_ID} defaultExpanded={["src/a.ts"]} />
      <FileTree runId={RUN_ID} defaultExpanded={["src", "src/deep"]} defaultSelectedPath="src/a.ts" />
      <ProcessPanel processes={PROCESSES} defaultExpanded={["p1", "p2"]} />
      <PendingList />
      <RunQueue sessionId={ROOT} />
      <PresenceBar />
      <RoomUsage />
      <PromptComposer attachments choices onSubmit={async () => undefined} draftKey="scene" />
      <Markdown text={"A *text* with `code`."} />
      <OutputView output={windowOf("\u001b[1;32mgreen\u001b[0m")} label="Output" />
    </OpenCodeProvider>
  );
}
