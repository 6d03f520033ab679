import type { FileDiff } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRequest } from "../../hooks/useRequest.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";
import { RequestRetry } from "../Request/RequestRetry.tsx";

const Note = createPart("div", "oc-patch-note");
const Skeleton = createPart("div", "oc-skeleton");

type Props = {
  readonly diff: FileDiff;
  readonly runId: string;
  readonly children: (diff: FileDiff) => ReactNode;
};

/** A patch that the run's state leaves out, fetched as soon as it is looked at. */
export function FetchedDiff({ diff, runId, children }: Props): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("DiffList");
  const { path, status, additions, deletions } = diff;
  // The file may change again while it is open.
  const version = `${status} ${additions} ${deletions}`;
  const request = useRequest(openCodeQueries(client).diff({ runId, path, version }), { isEager: true });
  const { data, error } = request;
  if (data !== undefined) return children(data);
  return (
    <Note>
      {error === undefined ? (
        <Skeleton role="status" aria-label={labels.fetchingPatch}>
          <span data-slot="oc-skeleton-line" data-width="medium" />
          <span data-slot="oc-skeleton-line" data-width="wide" />
          <span data-slot="oc-skeleton-line" data-width="narrow" />
        </Skeleton>
      ) : (
        <RequestRetry request={request} error={error} />
      )}
    </Note>
  );
}
