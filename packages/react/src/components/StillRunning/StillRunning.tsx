import type { LeftProcess } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { Check, TriangleAlert } from "lucide-react";
import { forwardRef, useCallback, useState } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { useMay } from "../../hooks/useMay.ts";
import { errorText } from "../../lib/errorText.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useHeldFocus } from "../../lib/useHeldFocus.ts";
import { useComposedRefs } from "../../lib/composeRefs.ts";
import { visibleText } from "../../lib/visibleText.ts";

const Frame = createPart("div", "oc-still");
const Header = createPart("div", "oc-still-header");
const Title = createPart("p", "oc-still-title");
const List = createPart("ul", "oc-still-list");
const Row = createPart("li", "oc-still-row");
const Text = createPart("span", "oc-still-text");
const Done = createPart("span", "oc-still-done");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-button");

type Ending = { readonly state: "ending" | "ended" } | { readonly state: "failed"; readonly error: string };

const NONE: readonly LeftProcess[] = [];
const selectLeft = (state: RunState): readonly LeftProcess[] => state.stillRunning ?? NONE;

/** What a stopped run has left running, each with a way to end it. Absent where nothing was left. */
export const StillRunning = forwardRef<HTMLDivElement, FrameProps<"div">>((props, ref) => {
  const labels = useLabels();
  const { client } = useClientContext("StillRunning");
  const { runId } = useRunContext("StillRunning");
  const left = useRun("StillRunning", selectLeft);
  const { may, reason } = useMay("killProcess");
  const composedRef = useComposedRefs(ref, useHeldFocus("[data-slot='oc-still-row']"));
  const [endings, setEndings] = useState<ReadonlyMap<string, Ending>>(new Map());
  const set = useCallback((id: string, ending: Ending) => setEndings((before) => new Map(before).set(id, ending)), []);
  const kill = useCallback(
    async (processId: string): Promise<void> => {
      set(processId, { state: "ending" });
      try {
        await client.killProcess({ processId, runId });
        set(processId, { state: "ended" });
      } catch (cause) {
        const code = cause instanceof OpenCodeKitError ? cause.code : undefined;
        set(processId, { state: "failed", error: labels.commandError(code, errorText(cause)) });
      }
    },
    [client, runId, labels, set],
  );
  const open = left.filter(({ id }) => {
    const state = endings.get(id)?.state;
    return state === undefined || state === "failed";
  });
  if (left.length === 0) return null;
  return (
    <Frame
      ref={composedRef}
      role="group"
      tabIndex={-1}
      aria-label={labels.stillRunning(left.length)}
      data-oc-root=""
      {...props}
    >
      {left.length > 1 ? (
        <Header>
          <Title>{labels.stillRunning(left.length)}</Title>
          <Button
            data-size="small"
            disabled={!may || open.length === 0}
            title={reason}
            onClick={() => void Promise.all(open.map(({ id }) => kill(id)))}
          >
            {labels.killAll}
          </Button>
        </Header>
      ) : null}
      <List>
        {left.map(({ id, command }) => {
          const ending = endings.get(id);
          const shown = visibleText(command.split("\n", 1)[0] ?? "");
          return (
            <Row key={id} data-state={ending?.state ?? "running"}>
              <Icon icon={TriangleAlert} />
              <Text title={visibleText(command)}>
                {labels.stillRunningRow} <code>{shown}</code>
              </Text>
              {ending?.state === "ended" ? (
                <Done>
                  <Icon icon={Check} />
                  {labels.killed}
                </Done>
              ) : (
                <Button
                  data-size="small"
                  disabled={!may || ending?.state === "ending"}
                  title={reason}
                  aria-label={ending?.state === "ending" ? undefined : labels.killOf(shown)}
                  onClick={() => void kill(id)}
                >
                  {ending?.state === "ending" ? labels.killing : labels.kill}
                </Button>
              )}
              {ending?.state === "failed" ? <Failure role="alert">{labels.sendFailed(ending.error)}</Failure> : null}
            </Row>
          );
        })}
      </List>
    </Frame>
  );
});
StillRunning.displayName = "StillRunning";
