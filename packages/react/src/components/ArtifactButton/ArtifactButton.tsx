import type { FilesState } from "@opencode-kit/client/state";
import { findFile, selectOutputFile } from "@opencode-kit/client/state";
import { forwardRef, useCallback } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useBoundRun } from "../../context/useBoundRun.ts";
import { useStore } from "../../lib/useStore.ts";
import { splitPath } from "../../lib/splitPath.ts";
import type { Artifact } from "./Artifact.ts";
import type { ArtifactButtonViewProps } from "./ArtifactButtonView.tsx";
import { ArtifactButtonView } from "./ArtifactButtonView.tsx";

export type ArtifactButtonProps = Omit<ArtifactButtonViewProps, "artifact"> & {
  /** The run whose output file is offered. Default: the surrounding run. */
  readonly runId?: string | undefined;
  /** Another file of the workspace than the run's output file. */
  readonly path?: string | undefined;
  /** Offered as it is; no run and no provider is needed. */
  readonly artifact?: Artifact | undefined;
};

/**
 * Downloads the file that a run was asked to produce: waits for it, then offers it. Absent where the run has no output
 * file, or has ended without it.
 *
 * @example
 * <ArtifactButton runId={runId} />
 * <ArtifactButton artifact={{ filename: "report.csv", size: 812, getLink }} />
 */
export const ArtifactButton = forwardRef<HTMLButtonElement, ArtifactButtonProps>((props, ref) => {
  const { runId, path, artifact, ...rest } = props;
  if (artifact !== undefined) return <ArtifactButtonView ref={ref} artifact={artifact} {...rest} />;
  if (path !== undefined) return <FileButton ref={ref} path={path} {...rest} />;
  return <RunButton ref={ref} runId={runId} {...rest} />;
});
ArtifactButton.displayName = "ArtifactButton";

type Rest = Omit<ArtifactButtonViewProps, "artifact">;

const RunButton = forwardRef<HTMLButtonElement, Rest & { readonly runId: string | undefined }>(
  ({ runId, ...rest }, ref) => {
    const path = useBoundRun("ArtifactButton", runId, selectOutputFile);
    return path === undefined ? null : <FileButton ref={ref} path={path} {...rest} />;
  },
);
RunButton.displayName = "RunButton";

const FileButton = forwardRef<HTMLButtonElement, Rest & { readonly path: string }>(({ path, ...rest }, ref) => {
  const { client } = useClientContext("ArtifactButton");
  const entry = useStore(
    client.files,
    useCallback((state: FilesState) => findFile(state, path), [path]),
  );
  const [, filename] = splitPath(path);
  const artifact: Artifact = {
    filename,
    isReady: entry !== undefined,
    getLink: () => client.linkArtifact(path),
    ...(entry?.size === undefined ? {} : { size: entry.size }),
  };
  return <ArtifactButtonView ref={ref} artifact={artifact} data-path={path} {...rest} />;
});
FileButton.displayName = "FileButton";
