import type { ReactNode } from "react";
import { splitPath } from "../../lib/splitPath.ts";
import { visibleText } from "../../lib/visibleText.ts";

/** A path whose folder recedes and gives way first when room is short; the name stays. */
export function FilePath({ path }: { readonly path: string }): ReactNode {
  const [folder, name] = splitPath(visibleText(path));
  return (
    <span data-slot="oc-file-path" title={path}>
      {folder === "" ? null : (
        <span data-slot="oc-file-folder">
          <bdi>{folder}</bdi>
        </span>
      )}
      <span data-slot="oc-file-name">{name}</span>
    </span>
  );
}
