import type { ReactNode } from "react";
import { memo, useEffect, useState } from "react";
import type { Highlighted } from "../../lib/highlight/Highlighted.ts";
import { TOKEN_KINDS } from "../../lib/highlight/Highlighted.ts";
import { highlight, highlightedBefore } from "../../lib/highlight/highlight.ts";

/** Code that is still written is coloured once it has stood still for this long, in ms. */
const SETTLED_MS = 250;

type Result = { readonly code: string; readonly language: string; readonly tokens: Highlighted };

export type CodeTextProps = {
  readonly code: string;
  /** A grammar's name, as `languageOf` gives it. Without one the code stays plain. */
  readonly language: string | undefined;
};

/** Code as text, coloured when its colours are there: only colours change, so nothing moves. */
export const CodeText = memo(({ code, language }: CodeTextProps): ReactNode => {
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (language === undefined || code === "") return undefined;
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const tokens = await highlight(code, language);
      if (isCurrent && tokens !== undefined) setResult({ code, language, tokens });
    };
    const timer = setTimeout(() => void ask(), SETTLED_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [code, language]);
  const isCurrent = result?.code === code && result.language === language;
  const tokens = isCurrent ? result.tokens : language === undefined ? undefined : highlightedBefore(code, language);
  return tokens === undefined ? code : <Tokens code={code} tokens={tokens} />;
});
CodeText.displayName = "CodeText";

function Tokens({ code, tokens }: { readonly code: string; readonly tokens: Highlighted }): ReactNode {
  const pieces: ReactNode[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length; at += 2) {
    const to = from + (tokens[at + 1] ?? 0);
    const kind = TOKEN_KINDS[tokens[at] ?? 0] ?? "plain";
    const text = code.slice(from, to);
    pieces.push(
      kind === "plain" ? (
        text
      ) : (
        <span key={at} data-slot="oc-token" data-token={kind}>
          {text}
        </span>
      ),
    );
    from = to;
  }
  // A grammar that counted otherwise loses colours, never text.
  pieces.push(code.slice(from));
  return pieces;
}
