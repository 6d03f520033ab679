import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type IconComponent = LucideIcon;

/** An icon beside a word that says the same; hidden from assistive technology. */
export function Icon({ icon: Glyph, spin }: { readonly icon: IconComponent; readonly spin?: boolean }): ReactNode {
  return (
    <Glyph
      aria-hidden="true"
      focusable="false"
      size={14}
      strokeWidth={1.75}
      data-slot="oc-icon"
      data-spin={spin ? "" : undefined}
    />
  );
}
