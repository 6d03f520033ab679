import type { CSSProperties, ReactNode } from "react";
import { useMemo } from "react";
import type { AnsiSpan, AnsiStyle } from "../../lib/parseAnsi.ts";
import { parseAnsi } from "../../lib/parseAnsi.ts";
import { useHydrated } from "../../lib/useHydrated.ts";

export type AnsiTextProps = { readonly text: string };

/** Terminal text with its colours as spans. Escapes other than colours and weights are dropped; nothing is a link. */
export function AnsiText({ text }: AnsiTextProps): ReactNode {
  const spans = useMemo(() => parseAnsi(text), [text]);
  return <AnsiSpans spans={spans} />;
}

export function AnsiSpans({ spans }: { readonly spans: readonly AnsiSpan[] }): ReactNode {
  const isHydrated = useHydrated();
  return spans.map(({ text: piece, style }, at) =>
    Object.keys(style).length === 0 ? (
      piece
    ) : (
      <span key={at} data-slot="oc-ansi" data-ansi={flags(style)} style={isHydrated ? colours(style) : undefined}>
        {piece}
      </span>
    ),
  );
}

function flags({ bold, dim, italic, underline, strike }: AnsiStyle): string | undefined {
  const names = [bold && "bold", dim && "dim", italic && "italic", underline && "underline", strike && "strike"];
  return names.filter(Boolean).join(" ") || undefined;
}

function colours({ fg, bg, inverse }: AnsiStyle): CSSProperties | undefined {
  const front = inverse ? (bg ?? "bg") : fg;
  const back = inverse ? (fg ?? "fg") : bg;
  if (front === undefined && back === undefined) return undefined;
  return {
    ...(front === undefined ? {} : { color: colour(front) }),
    ...(back === undefined ? {} : { backgroundColor: colour(back) }),
  };
}

/** The 16 names follow the theme. */
function colour(name: string): string {
  return name.startsWith("rgb(") ? name : `var(--_oc-ansi-${name})`;
}
