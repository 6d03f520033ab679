import type { ReactNode } from "react";
import { createContext, useContext, useMemo } from "react";
import type { Labels } from "../labels/defaultLabels.ts";
import { defaultLabels } from "../labels/defaultLabels.ts";

const LabelsContext = createContext<Labels>(defaultLabels);
LabelsContext.displayName = "Labels";

type Props = { readonly labels: Partial<Labels> | undefined; readonly children: ReactNode };

/** Replaces some of the kit's words for everything inside. */
export function LabelsProvider({ labels, children }: Props): ReactNode {
  const outer = useContext(LabelsContext);
  const merged = useMemo(() => (labels === undefined ? outer : { ...outer, ...labels }), [outer, labels]);
  return <LabelsContext.Provider value={merged}>{children}</LabelsContext.Provider>;
}

/** Every word that the kit shows, with the host's replacements. */
export function useLabels(): Labels {
  return useContext(LabelsContext);
}
