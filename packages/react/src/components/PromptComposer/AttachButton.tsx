import { LoaderCircle, Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { useRef } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";

const Button = createPart("button", "oc-icon-button");

type Props = {
  readonly isDisabled: boolean;
  readonly isReading: boolean;
  readonly reason: string | undefined;
  readonly onFiles: (files: readonly File[]) => Promise<void>;
};

/** Opens the system's choice of files. */
export function AttachButton({ isDisabled, isReading, reason, onFiles }: Props): ReactNode {
  const labels = useLabels();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={labels.attach}
        onChange={(event) => {
          const { currentTarget } = event;
          const files = [...(currentTarget.files ?? [])];
          // The same file can be chosen again after it was taken off.
          currentTarget.value = "";
          void onFiles(files);
        }}
      />
      <Button
        disabled={isDisabled}
        aria-label={isReading ? labels.readingAttachments : labels.attach}
        title={reason ?? labels.attach}
        onClick={() => input.current?.click()}
      >
        <Icon icon={isReading ? LoaderCircle : Paperclip} spin={isReading} />
      </Button>
    </>
  );
}
