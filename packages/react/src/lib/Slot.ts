import type { CSSProperties, ReactElement, Ref } from "react";
import { cloneElement, forwardRef, version } from "react";
import { composeHandlers } from "./composeHandlers.ts";
import { useComposedRefs } from "./composeRefs.ts";
import { cx } from "./cx.ts";

type Props = Readonly<Record<string, unknown>>;
type Handler = (event: { readonly defaultPrevented: boolean }) => void;

type SlotProps = { readonly element: ReactElement<Props>; readonly added: Props };

/** Where React keeps an element's ref. Each version warns of the other's place. */
const HAS_REF_AS_PROP = Number.parseInt(version, 10) >= 19;

/** Renders the element with these props added to its own: its handlers first, both classes, its own word otherwise. */
export const Slot = forwardRef<unknown, SlotProps>(({ element, added }, ref) => {
  const holder = (HAS_REF_AS_PROP ? element.props : element) as { readonly ref?: Ref<unknown> };
  const composedRef = useComposedRefs(ref, holder.ref);
  return cloneElement(element, { ...merge(added, element.props), ref: composedRef });
});
Slot.displayName = "Slot";

function merge(ours: Props, theirs: Props): Props {
  const merged: Record<string, unknown> = { ...ours, ...theirs };
  for (const [name, handler] of Object.entries(ours)) {
    const other = theirs[name];
    if (!/^on[A-Z]/.test(name) || typeof handler !== "function" || typeof other !== "function") continue;
    merged[name] = composeHandlers(other as Handler, handler as Handler);
  }
  const className = cx(ours["className"] as string | undefined, theirs["className"] as string | undefined);
  if (className !== undefined) merged["className"] = className;
  const style = { ...(ours["style"] as CSSProperties), ...(theirs["style"] as CSSProperties) };
  if (Object.keys(style).length > 0) merged["style"] = style;
  return merged;
}
