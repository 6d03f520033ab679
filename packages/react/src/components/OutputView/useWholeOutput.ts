import type { OpenCodeClient } from "@opencode-kit/client";
import type { TextWindow } from "@opencode-kit/client/protocol";
import { MAX_OUTPUT_CHARS } from "@opencode-kit/client/protocol";
import { useState } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import type { Request } from "../../hooks/useRequest.ts";
import { useRequest } from "../../hooks/useRequest.ts";
import { isBeginningOf, withBeginning } from "./withBeginning.ts";

/** More of an output is not shown, in UTF-16 code units: a page is no place for it. */
export const MAX_SHOWN_CHARS = 5_000_000;

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
  const request = useRequest(
    async (): Promise<string> => {
      if (client === undefined || id === undefined || partId === undefined) return "";
      const known = request.data ?? "";
      const start = isBeginningOf(output, known) ? known : "";
      return fetchFrom(start, { client, runId: id, partId, onShare: setShare });
    },
    // A live output may outgrow what was fetched.
    String(output.chars),
  );
  const beginning = request.data ?? "";
  const isFull = beginning.length >= MAX_SHOWN_CHARS;
  return {
    output: withBeginning(output, beginning),
    request: client === undefined || id === undefined || partId === undefined || isFull ? undefined : request,
    share,
  };
}

type From = {
  readonly client: OpenCodeClient;
  readonly runId: string;
  readonly partId: string;
  readonly onShare: (share: number) => void;
};

async function fetchFrom(start: string, { client, runId, partId, onShare }: From): Promise<string> {
  let text = start;
  while (text.length < MAX_SHOWN_CHARS) {
    const limit = Math.min(MAX_OUTPUT_CHARS, MAX_SHOWN_CHARS - text.length);
    // Each piece begins where the one before ended.
    const piece = await client.getOutput({ runId, partId, offset: text.length, limit });
    text += piece.text;
    if (piece.text === "" || text.length >= piece.chars) break;
    onShare(text.length / Math.min(piece.chars, MAX_SHOWN_CHARS));
  }
  return text;
}
