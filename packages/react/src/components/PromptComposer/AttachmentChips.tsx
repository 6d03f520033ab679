import { FileText, X } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { formatBytes } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";
import { visibleText } from "../../lib/visibleText.ts";
import { isImageMime } from "../Attachment/loadImage.ts";
import type { AttachedFile } from "./readAttachment.ts";

const List = createPart("ul", "oc-attached");
const Chip = createPart("li", "oc-attached-file");
const Name = createPart("span", "oc-attached-name");
const Size = createPart("span", "oc-attached-size");
const Button = createPart("button", "oc-icon-button");

type Props = {
  readonly files: readonly AttachedFile[];
  readonly isDisabled: boolean;
  readonly onRemove: (id: string) => void;
};

/** What goes with the prompt: each file's name, size and picture, and a way to take it off. */
export function AttachmentChips({ files, isDisabled, onRemove }: Props): ReactNode {
  const labels = useLabels();
  if (files.length === 0) return null;
  return (
    <List aria-label={labels.attachments}>
      {files.map(({ id, mime, filename, bytes, base64 }) => {
        const name = visibleText(filename);
        return (
          <Chip key={id} data-kind={isImageMime(mime) ? "image" : "file"}>
            {isImageMime(mime) ? (
              <img data-slot="oc-attached-image" alt="" src={`data:${mime};base64,${base64}`} />
            ) : (
              <Icon icon={FileText} />
            )}
            <Name title={name}>{name}</Name>
            <Size>{formatBytes(bytes)}</Size>
            <Button
              disabled={isDisabled}
              aria-label={labels.removeAttachment(name)}
              title={labels.removeAttachment(name)}
              onClick={() => onRemove(id)}
            >
              <Icon icon={X} />
            </Button>
          </Chip>
        );
      })}
    </List>
  );
}
