import type { RunError } from "@opencode-kit/client/protocol";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { ErrorDetails } from "./ErrorDetails.tsx";

const Frame = createPart("div", "oc-error");
const Title = createPart("p", "oc-error-title");
const Text = createPart("p", "oc-error-text");
const Code = createPart("p", "oc-error-code");
const Body = createPart("div", "oc-error-body");

export type ErrorNoticeProps = PartProps<"div"> & {
  readonly error: RunError;
  /** Default: "The run failed". */
  readonly heading?: string | undefined;
  /** Buttons and the like, after the text. */
  readonly actions?: ReactNode;
};

/** An error where it happened: what failed, what to do, its code, and what the provider said on demand. */
export const ErrorNotice = forwardRef<HTMLDivElement, ErrorNoticeProps>(
  ({ error, heading, actions, ...props }, ref) => {
    const labels = useLabels();
    return (
      <Frame ref={ref} data-oc-root="" data-code={error.code} {...props}>
        <Icon icon={CircleAlert} />
        <Body>
          <Title>{heading ?? labels.errorTitle}</Title>
          <Text>
            {error.message}
            {error.retryable ? ` ${labels.retryable}` : ""}
          </Text>
          <Code>{labels.errorCode(error.code)}</Code>
          <ErrorDetails error={error} />
          {actions}
        </Body>
      </Frame>
    );
  },
);
ErrorNotice.displayName = "ErrorNotice";
