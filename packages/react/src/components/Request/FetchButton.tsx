import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { Request } from "../../hooks/useRequest.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { useHandedOnFocus } from "../../lib/useHandedOnFocus.ts";

const Button = createPart("button", "oc-request-button");

export type FetchButtonProps = {
  readonly request: Pick<Request<unknown>, "isBusy" | "error" | "load">;
  /** What the button does. */
  readonly children: string;
  /** What it says while it does it. */
  readonly busyText?: string | undefined;
  readonly icon?: IconComponent | undefined;
};

/** Fetches what is shown in its place. Absent where asking again would be answered the same. */
export function FetchButton({ request, children, busyText, icon }: FetchButtonProps): ReactNode {
  const labels = useLabels();
  const { isBusy, error, load } = request;
  if (error?.isFinal === true) return null;
  const shownIcon = isBusy ? LoaderCircle : icon;
  return (
    <HandingButton onClick={load} isBusy={isBusy}>
      {shownIcon === undefined ? null : <Icon icon={shownIcon} spin={isBusy} />}
      {isBusy ? (busyText ?? labels.fetching) : children}
    </HandingButton>
  );
}

type HandingProps = { readonly onClick: () => void; readonly isBusy: boolean; readonly children: ReactNode };

/** Mounted as long as the button is on the page, however long its owner is. */
function HandingButton({ onClick, isBusy, children }: HandingProps): ReactNode {
  const ref = useHandedOnFocus<HTMLButtonElement>();
  return (
    // Not `disabled`: the button keeps the focus while it is busy.
    <Button
      ref={ref}
      onClick={onClick}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      data-shows-more=""
    >
      {children}
    </Button>
  );
}
