import type { ComponentPropsWithoutRef, ElementRef, ForwardRefExoticComponent, RefAttributes } from "react";
import { createElement, forwardRef } from "react";
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

export type PartProps<T extends Tag> = ComponentPropsWithoutRef<T> & DataAttributes;

export type Part<T extends Tag> = ForwardRefExoticComponent<PartProps<T> & RefAttributes<ElementRef<T>>>;

/** A part: one DOM node with its slot's name, the host's class for that slot, and everything else passed on. */
export function createPart<T extends Tag>(tag: T, slot: string): Part<T> {
  const Part = forwardRef<unknown, { readonly className?: string; readonly type?: string }>((props, ref) => {
    const className = useSlotClass(slot, props.className);
    return createElement(tag, {
      ...(tag === "button" ? { type: "button" } : {}),
      "data-slot": slot,
      ...props,
      className,
      ref,
    });
  });
  Part.displayName = slot;
  return Part as unknown as Part<T>;
}
