import type { RunState } from "@opencode-kit/client/state";
import { selectMessageIds } from "@opencode-kit/client/state";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { useRunPhase } from "../../context/useRunPhase.ts";
import { oneLine } from "../../lib/oneLine.ts";
import { isSameList } from "../../lib/isSameList.ts";
import { Elapsed } from "../Elapsed/Elapsed.tsx";
import { RunMenu } from "./RunMenu.tsx";
import { RunUsage } from "./RunUsage.tsx";
import { StatusBadge } from "./StatusBadge.tsx";
import { StopButton } from "./StopButton.tsx";

const Frame = createPart("header", "oc-run-header");
const Title = createPart("h2", "oc-run-title");
const Meta = createPart("div", "oc-run-meta");
const Model = createPart("span", "oc-run-model");

type Selection = readonly [
  status: RunState["status"],
  title: string,
  model: string | undefined,
  startedAt: number | undefined,
  endedAt: number | undefined,
  isEmpty: boolean,
  isReverted: boolean | undefined,
];

function selectHeader(state: RunState): Selection {
  const title = oneLine(state.title ?? state.prompt);
  const isEmpty = state.createdAt === 0 && selectMessageIds(state).length === 0;
  return [state.status, title, state.modelID, state.startedAt, state.endedAt, isEmpty, state.isReverted];
}

/** The run's title, model, status, elapsed time, usage and stop button. */
export const RunHeader = forwardRef<HTMLElement, PartProps<"header">>((props, ref) => {
  const labels = useLabels();
  const [status, title, model, startedAt, endedAt, isEmpty, isReverted] = useRun("RunHeader", selectHeader, isSameList);
  const phase = useRunPhase(useRunContext("RunHeader").store);
  return (
    <Frame ref={ref} {...props}>
      {isEmpty ? null : <StatusBadge status={status} isReverted={isReverted} />}
      <Title title={title} data-state={isEmpty ? "loading" : undefined}>
        {title !== "" ? title : isEmpty && phase === "loading" ? labels.loading : labels.untitledRun}
      </Title>
      {isEmpty ? null : (
        <>
          <Meta>
            {model === undefined ? null : <Model title={model}>{model}</Model>}
            <Elapsed since={startedAt} until={endedAt} />
            <RunUsage />
          </Meta>
          <StopButton />
          <RunMenu />
        </>
      )}
    </Frame>
  );
});
RunHeader.displayName = "RunHeader";
