import type { ReactNode } from "react";
import { splitPath } from "../../lib/splitPath.ts";
import { visibleText } from "../../lib/visibleText.ts";

/** No system has a longer path, in UTF-16 code units; what poses as one is not laid out whole. */
const MAX_CHARS = 4096;

/** A path whose folder recedes and gives way first when room is short; the name stays. */
export function FilePath({ path }: { readonly path: string }): ReactNode {
  const shown = visibleText(path.length > MAX_CHARS ? `${path.slice(0, MAX_CHARS)}…` : path);
  const [folder, name] = splitPath(shown);
  return (
    <span data-slot="oc-file-path" title={shown}>
      {folder === "" ? null : (
        <span data-slot="oc-file-folder">
          <bdi>{folder}</bdi>
        </span>
      )}
      <span data-slot="oc-file-name">{name}</span>
    </span>
  );
}
