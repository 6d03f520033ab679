import { isCut } from "@opencode-kit/client/state";
import { ExternalLink, Globe } from "lucide-react";
import type { ReactNode } from "react";
import { useMemo } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { Icon } from "../../lib/Icon.tsx";
import { oneLine } from "../../lib/oneLine.ts";
import { safeHref } from "../../lib/safeHref.ts";
import { Markdown } from "../Markdown/Markdown.tsx";
import { OutputView } from "../OutputView/OutputView.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { readPageTitle, readWebResults } from "./toolOutput.ts";
import { inputText } from "./toolValues.ts";

const Pages = createPart("ul", "oc-web-pages");
const Page = createPart("li", "oc-web-page");
const Title = createPart("span", "oc-web-title");
const Document = createPart("div", "oc-tool-document");

/** The part of an address that says whose it is, and the address without what could pose as that. */
function addressOf(url: string): { readonly href: string; readonly host: string; readonly shown: string } | undefined {
  const href = safeHref(url);
  if (href === undefined || !URL.canParse(href)) return undefined;
  const { protocol, host, pathname, search, hash } = new URL(href);
  if (host === "") return undefined;
  const place = oneLine(`${host}${pathname === "/" ? "" : pathname}${search}${hash}`);
  return { href, host, shown: protocol === "https:" ? place : `${protocol}//${place}` };
}

/** A page's title, and its true address as a link where a click on it is harmless. */
function WebPage({ url, title }: { readonly url: string; readonly title: string | undefined }): ReactNode {
  const labels = useLabels();
  const address = addressOf(url);
  return (
    <Page>
      {title === undefined ? null : <Title>{oneLine(title)}</Title>}
      {address === undefined ? (
        <span data-slot="oc-web-address">{oneLine(url)}</span>
      ) : (
        <a
          data-slot="oc-web-address"
          href={address.href}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          title={labels.openPage(address.host)}
        >
          {address.shown}
          <Icon icon={ExternalLink} />
        </a>
      )}
    </Page>
  );
}

/** `webfetch`: the address, opening to the page's title and what it says. */
export function FetchTool({ part }: ToolRendererProps): ReactNode {
  const url = inputText(part, "url") ?? "";
  const text = part.output.head + part.output.tail;
  const isMarkdown =
    part.status === "completed" && !isCut(part.output) && (part.input["format"] ?? "markdown") === "markdown";
  return (
    <ToolCard part={part} icon={Globe} target={<code>{addressOf(url)?.shown ?? oneLine(url)}</code>}>
      <Pages>
        <WebPage url={url} title={readPageTitle(text)} />
      </Pages>
      {isMarkdown && text !== "" ? (
        <Document tabIndex={0} role="group" aria-label={oneLine(url)}>
          <Markdown text={text} />
        </Document>
      ) : (
        <OutputView output={part.output} partId={part.id} label={oneLine(url)} isLive={part.status === "running"} />
      )}
    </ToolCard>
  );
}

/** `websearch`: what was sought, opening to the pages that were found. */
export function WebSearchTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const query = oneLine(inputText(part, "query") ?? "");
  return (
    <ToolCard part={part} icon={Globe} target={labels.searchedFor(query)}>
      <WebResults part={part} />
      <OutputView output={part.output} partId={part.id} label={query} isLive={part.status === "running"} />
    </ToolCard>
  );
}

function WebResults({ part }: ToolRendererProps): ReactNode {
  const { head, tail } = part.output;
  const results = useMemo(() => readWebResults(`${head}\n${tail}`), [head, tail]);
  if (results.length === 0) return null;
  return (
    <Pages>
      {results.map(({ title, url }, at) => (
        <WebPage key={at} title={title} url={url} />
      ))}
    </Pages>
  );
}
