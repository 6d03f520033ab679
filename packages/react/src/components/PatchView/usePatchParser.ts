import type { DiffFile } from "diff2html/lib-esm/types";
import { useEffect, useState } from "react";

export type PatchParser = (patch: string) => readonly DiffFile[];

let loaded: PatchParser | undefined;

async function load(): Promise<PatchParser> {
  const { parse } = await import("diff2html/lib-esm/diff-parser");
  loaded = (patch) => parse(patch);
  return loaded;
}

/** diff2html's parser, without its UI; undefined until it is loaded, `failed` where it cannot be. */
export function usePatchParser(): PatchParser | "failed" | undefined {
  const [parser, setParser] = useState<{ readonly value: PatchParser | "failed" } | undefined>(
    loaded === undefined ? undefined : { value: loaded },
  );
  useEffect(() => {
    if (parser !== undefined) return undefined;
    let isWanted = true;
    load().then(
      (value) => isWanted && setParser({ value }),
      () => isWanted && setParser({ value: "failed" }),
    );
    return () => {
      isWanted = false;
    };
  }, [parser]);
  return parser?.value;
}
