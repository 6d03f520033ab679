import type { ReactNode } from "react";
import { createContext, useContext, useMemo } from "react";
import { cx } from "../lib/cx.ts";
import { own } from "../lib/own.ts";

/** Class names by slot, such as `{ "oc-run-header": "px-4" }`. */
export type ClassNames = Readonly<Record<string, string>>;

const NONE: ClassNames = {};
const ClassNamesContext = createContext<ClassNames>(NONE);
ClassNamesContext.displayName = "ClassNames";

type Props = { readonly classNames: ClassNames | undefined; readonly children: ReactNode };

/** Adds class names by slot to those from further out. */
export function ClassNamesProvider({ classNames, children }: Props): ReactNode {
  const outer = useContext(ClassNamesContext);
  const merged = useMemo(() => (classNames === undefined ? outer : join(outer, classNames)), [outer, classNames]);
  return <ClassNamesContext.Provider value={merged}>{children}</ClassNamesContext.Provider>;
}

function join(outer: ClassNames, inner: ClassNames): ClassNames {
  const merged: Record<string, string> = { ...outer };
  for (const [slot, name] of Object.entries(inner)) merged[slot] = cx(outer[slot], name) ?? "";
  return merged;
}

/** The host's class of a slot and the part's own, together. */
export function useSlotClass(slot: string, partsOwn: string | undefined): string | undefined {
  return cx(own(useContext(ClassNamesContext), slot), partsOwn);
}
