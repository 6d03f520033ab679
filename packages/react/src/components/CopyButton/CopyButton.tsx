import { Check, Copy } from "lucide-react";
import { forwardRef, useEffect, useState } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { composeHandlers } from "../../lib/composeHandlers.ts";
import { copyText } from "../../lib/copyText.ts";
import { Icon } from "../../lib/Icon.tsx";

const Button = createPart("button", "oc-copy-button");

/** How long the button says that it copied, in ms. */
const SAID_MS = 1500;

export type CopyButtonProps = PartProps<"button"> & {
  /** What is copied, asked for when the button is pressed. */
  readonly getText: () => string;
  /** What pressing it does. Default: "Copy". */
  readonly label?: string;
};

/** Copies a text and says so for a moment. */
export const CopyButton = forwardRef<HTMLButtonElement, CopyButtonProps>(
  ({ getText, label, onClick, ...props }, ref) => {
    const labels = useLabels();
    const name = label ?? labels.copy;
    const [isCopied, setCopied] = useState(false);
    useEffect(() => {
      if (!isCopied) return undefined;
      const timer = setTimeout(() => setCopied(false), SAID_MS);
      return () => clearTimeout(timer);
    }, [isCopied]);
    const copy = async (): Promise<void> => setCopied(await copyText(getText()));
    return (
      <Button
        ref={ref}
        aria-label={isCopied ? labels.copied : name}
        title={name}
        data-state={isCopied ? "copied" : "idle"}
        {...props}
        onClick={composeHandlers(onClick, () => void copy())}
      >
        <Icon icon={isCopied ? Check : Copy} />
      </Button>
    );
  },
);
CopyButton.displayName = "CopyButton";
