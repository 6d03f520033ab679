import type {
  ComponentPropsWithoutRef,
  ElementRef,
  ForwardRefExoticComponent,
  ReactElement,
  ReactNode,
  RefAttributes,
} from "react";
import { createElement, forwardRef, isValidElement } from "react";
import { Slot } from "../lib/Slot.ts";
import { useSlotClass } from "./ClassNames.tsx";

type Tag =
  | "div"
  | "span"
  | "section"
  | "header"
  | "footer"
  | "ul"
  | "ol"
  | "li"
  | "p"
  | "pre"
  | "code"
  | "h2"
  | "h3"
  | "form"
  | "label"
  | "button"
  | "textarea"
  | "input"
  | "select"
  | "fieldset"
  | "legend"
  | "time"
  | "article"
  | "aside";

/** Data attributes are how parts show state, so every part takes them. */
export type DataAttributes = { readonly [name: `data-${string}`]: string | number | boolean | undefined };

/** Another element than the part's own, such as a link of the host's router. It gets the part's props and its ref. */
type OtherElement = {
  /** The part's only child is that element and keeps its own children. Default: false. */
  readonly asChild?: boolean | undefined;
  /** That element, for parts that fill themselves: it gets the part's children, too. */
  readonly render?: ReactElement | undefined;
};

export type PartProps<T extends Tag> = ComponentPropsWithoutRef<T> & DataAttributes & OtherElement;

/** What a component takes whose frame is one part that it fills by itself. */
export type FrameProps<T extends Tag> = Omit<PartProps<T>, "children" | "asChild">;

export type Part<T extends Tag> = ForwardRefExoticComponent<PartProps<T> & RefAttributes<ElementRef<T>>>;

type Added = Readonly<Record<string, unknown>>;
type AnyProps = OtherElement & { readonly className?: string; readonly children?: ReactNode };

/**
 * A part: one DOM node with its slot's name, the host's class for that slot, and everything else passed on.
 *
 * @throws While it renders with `asChild` and other than one element as its child, naming the slot.
 */
export function createPart<T extends Tag>(tag: T, slot: string): Part<T> {
  const Part = forwardRef<unknown, AnyProps>(({ asChild = false, render, ...props }, ref) => {
    const className = useSlotClass(slot, props.className);
    const { children, ...rest } = props;
    const added = { "data-slot": slot, ...rest, className };
    if (asChild) {
      if (isValidElement<Added>(children)) return createElement(Slot, { element: children, added, ref });
      throw new Error(`\`${slot}\` with \`asChild\` needs exactly one element as its child.`);
    }
    if (isValidElement<Added>(render)) {
      return createElement(Slot, { element: render, added: { ...added, children }, ref });
    }
    return createElement(tag, { ...(tag === "button" ? { type: "button" } : {}), ...added, ref }, children);
  });
  Part.displayName = slot;
  return Part as unknown as Part<T>;
}
