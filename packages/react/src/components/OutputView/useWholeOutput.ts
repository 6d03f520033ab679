import type { TextWindow } from "@opencode-kit/client/protocol";
import { isCut } from "@opencode-kit/client/state";
import { useState } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import type { Request } from "../../hooks/useRequest.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { MAX_SHOWN_CHARS } from "../../queries/fetchOutput.ts";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";
import { isBeginningOf, withBeginning } from "./withBeginning.ts";

type Source = { readonly runId?: string | undefined; readonly partId?: string | undefined };

type WholeOutput = {
  /** The output with as much of its beginning as was fetched. */
  readonly output: TextWindow;
  /** Fetches what is left out; absent where nobody can be asked, or nothing more is shown. */
  readonly request: Request<string> | undefined;
  /** How much of the whole is here while it is fetched, from 0 to 1. */
  readonly share: number;
};

/** A tool's output with what its window leaves out, on demand. */
export function useWholeOutput(output: TextWindow, { runId, partId }: Source): WholeOutput {
  const client = useOptionalClientContext()?.client;
  const surrounding = useOptionalRunContext()?.runId;
  const id = runId ?? surrounding;
  const [share, setShare] = useState(0);
  const [known, setKnown] = useState("");
  const isAsked = client !== undefined && id !== undefined && partId !== undefined && isCut(output);
  const request = useRequest(
    isAsked
      ? openCodeQueries(client).output({
          runId: id,
          partId,
          // A live output may outgrow what was fetched.
          version: output.chars,
          start: isBeginningOf(output, known) ? known : "",
          onShare: setShare,
        })
      : undefined,
  );
  const { data } = request;
  if (data !== undefined && data !== known) setKnown(data);
  const isFull = known.length >= MAX_SHOWN_CHARS;
  return {
    output: withBeginning(output, known),
    request: isAsked && !isFull ? request : undefined,
    share,
  };
}
