import { CircleAlert, Download, FileClock, LoaderCircle } from "lucide-react";
import type { MouseEvent } from "react";
import { forwardRef } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { composeHandlers } from "../../lib/composeHandlers.ts";
import { formatBytes } from "../../lib/format.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import type { Artifact } from "./Artifact.ts";

const Frame = createPart("span", "oc-artifact");
const Button = createPart("button", "oc-artifact-button");
const Name = createPart("span", "oc-artifact-name");
const Size = createPart("span", "oc-artifact-size");
const Failure = createPart("span", "oc-artifact-error");

type State = "waiting" | "ready" | "downloading" | "failed";

const ICONS: Readonly<Record<State, IconComponent>> = {
  waiting: FileClock,
  ready: Download,
  downloading: LoaderCircle,
  failed: CircleAlert,
};

export type ArtifactButtonViewProps = FrameProps<"button"> & { readonly artifact: Artifact };

export const ArtifactButtonView = forwardRef<HTMLButtonElement, ArtifactButtonViewProps>((props, ref) => {
  const { artifact, onClick, disabled, ...rest } = props;
  const labels = useLabels();
  const { run, isBusy, error } = useAction(async () => download(await artifact.getLink()));
  const isReady = artifact.isReady ?? true;
  const state: State = !isReady ? "waiting" : isBusy ? "downloading" : error === undefined ? "ready" : "failed";
  return (
    <Frame data-oc-root="" data-state={state}>
      <Button
        ref={ref}
        data-state={state}
        {...rest}
        disabled={disabled === true || state === "waiting" || state === "downloading"}
        onClick={composeHandlers<MouseEvent<HTMLButtonElement>>(onClick, () => void run())}
      >
        <Icon icon={ICONS[state]} spin={state === "downloading"} />
        <Name title={artifact.filename}>
          {state === "waiting" && labels.artifactWaiting(artifact.filename)}
          {state === "downloading" && labels.downloading}
          {state === "failed" && labels.downloadAgain}
          {state === "ready" && (
            <>
              <span data-slot="oc-visually-hidden">{labels.download} </span>
              {artifact.filename}
            </>
          )}
        </Name>
        {state === "ready" && artifact.size !== undefined ? <Size>{formatBytes(artifact.size)}</Size> : null}
      </Button>
      {state === "failed" && error !== undefined ? (
        <Failure role="alert">{labels.artifactFailed(error)}</Failure>
      ) : null}
    </Frame>
  );
});
ArtifactButtonView.displayName = "ArtifactButtonView";

/** The browser downloads by itself, so nothing of the file passes through the page's memory. */
function download({ url, filename }: { readonly url: string; readonly filename: string }): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.rel = "noopener";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
