import type { MarkedToken, Token } from "marked";
import type { ReactNode } from "react";
import { decodeEntities } from "../../lib/decodeEntities.ts";
import { safeHref } from "../../lib/safeHref.ts";

/** Inline tokens as React elements. Raw HTML stays text; images are a link to what they would show. */
export function inline(tokens: readonly Token[] | undefined): ReactNode {
  return tokens?.map((token, at) => <Inline key={at} token={token as MarkedToken} />);
}

function Inline({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token.tokens)}</strong>;
    case "em":
      return <em>{inline(token.tokens)}</em>;
    case "del":
      return <del>{inline(token.tokens)}</del>;
    case "codespan":
      return <code data-slot="oc-markdown-code">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return <Link href={token.href}>{inline(token.tokens)}</Link>;
    case "image":
      return <Link href={token.href}>{token.text === "" ? token.href : decodeEntities(token.text)}</Link>;
    case "checkbox":
      return null;
    case "escape":
      return token.text;
    case "text":
      return token.tokens === undefined ? decodeEntities(token.text) : inline(token.tokens);
    default:
      return token.raw;
  }
}

function Link({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  const safe = safeHref(href);
  if (safe === undefined) return <span data-slot="oc-markdown-unsafe-link">{children}</span>;
  return (
    <a data-slot="oc-markdown-link" href={safe} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}
