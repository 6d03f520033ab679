import type { OpenCodeClient } from "@opencode-kit/client";
import type { Attachment } from "@opencode-kit/client/protocol";
import { FileImage, Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";
import { formatBytes } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";
import { RequestButton } from "../Request/RequestButton.tsx";
import { FINAL_POLICY } from "../../queries/policies.ts";
import { isImageMime, loadImage } from "./loadImage.ts";
import { oneLine } from "../../lib/oneLine.ts";

const Frame = createPart("div", "oc-attachment");
const Line = createPart("div", "oc-attachment-line");
const Name = createPart("span", "oc-attachment-name");
const Facts = createPart("span", "oc-attachment-facts");

export type AttachmentViewProps = {
  readonly attachment: Attachment;
  readonly partId: string;
  /** Which of a tool's attachments. */
  readonly index?: number;
};

/** A file in a message or of a tool: its name, type and size; an image on demand. */
export function AttachmentView({ attachment, partId, index }: AttachmentViewProps): ReactNode {
  const labels = useLabels();
  const client = useOptionalClientContext()?.client;
  const runId = useOptionalRunContext()?.runId;
  const { mime, filename, bytes, url } = attachment;
  const isImage = isImageMime(mime);
  const name = oneLine(filename ?? nameOf(url) ?? (isImage ? labels.image : labels.file));
  // The content of what has an address is there, not in the room.
  const canShow = isImage && url === undefined && client !== undefined && runId !== undefined;
  const request = useRequest(canShow ? imageQuery(client, { runId, partId, index }, labels.notAnImage) : undefined);
  return (
    <Frame data-kind={isImage ? "image" : "file"}>
      <Line>
        <Icon icon={isImage ? FileImage : Paperclip} />
        <Name title={name}>{name}</Name>
        <Facts>{[oneLine(mime), bytes === undefined ? "" : formatBytes(bytes)].filter(Boolean).join(" · ")}</Facts>
        {canShow && request.data === undefined ? (
          <RequestButton request={request}>{labels.showImage}</RequestButton>
        ) : null}
      </Line>
      {request.data === undefined ? null : <img data-slot="oc-attachment-image" alt={name} {...request.data} />}
    </Frame>
  );
}

type Of = { readonly runId: string; readonly partId: string; readonly index: number | undefined };

/** The attachment as a decoded picture, which is kept instead of its content. */
function imageQuery(client: OpenCodeClient, { index, ...part }: Of, complaint: string) {
  const of = index === undefined ? part : { ...part, index };
  const { queryKey } = openCodeQueries(client).attachment(of);
  return {
    ...FINAL_POLICY,
    queryKey: [...queryKey, "image"],
    queryFn: async () => loadImage(await client.getAttachment(of), complaint),
  };
}

function nameOf(url: string | undefined): string | undefined {
  const path = url?.replace(/^file:/, "").replace(/[?#].*$/, "");
  return path === undefined || path === "" ? undefined : path;
}
