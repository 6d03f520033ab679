import type { MarkedToken, Token, Tokens } from "marked";
import { Lexer } from "marked";
import type { ReactNode } from "react";
import { memo, useState } from "react";
import { CodeBlock } from "./CodeBlock.tsx";
import { inline } from "./MarkdownInline.tsx";
import { NO_BLOCKS, splitBlocks } from "./splitBlocks.ts";

const lex = (source: string): readonly Token[] => Lexer.lex(source, { gfm: true, breaks: false });

/** Remembers the text before, so that growing text costs what was added. The result depends on the text alone. */
function createSplitter(): (text: string) => readonly Token[] {
  let blocks = NO_BLOCKS;
  return (text) => (blocks = splitBlocks(blocks, text, lex)).tokens;
}

/** Markdown as blocks; a block renders again only when its own source changes. */
export function MarkdownBlocks({ text }: { readonly text: string }): ReactNode {
  const [split] = useState(createSplitter);
  return split(text).map((token, at) =>
    token.type === "space" ? null : <Block key={at} token={token as MarkedToken} />,
  );
}

const Block = memo(
  ({ token }: { readonly token: MarkedToken }): ReactNode => <BlockBody token={token} />,
  (a, b) => a.token === b.token || (a.token.raw === b.token.raw && a.token.type === b.token.type),
);
Block.displayName = "MarkdownBlock";

function blocks(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, at) => <BlockBody key={at} token={token as MarkedToken} />);
}

function BlockBody({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case "paragraph":
      return <p>{inline(token.tokens)}</p>;
    case "heading":
      return (
        // Models skip levels; one level below the run's title keeps the page's outline whole.
        <h3 data-slot="oc-markdown-heading" data-depth={token.depth}>
          {inline(token.tokens)}
        </h3>
      );
    case "code":
      return <CodeBlock token={token} />;
    case "list":
      return <List token={token} />;
    case "blockquote":
      return <blockquote data-slot="oc-markdown-quote">{blocks(token.tokens)}</blockquote>;
    case "table":
      return <Table token={token} />;
    case "hr":
      return <hr data-slot="oc-markdown-rule" />;
    case "text":
      return inline(token.tokens ?? [{ type: "text", raw: token.raw, text: token.text }]);
    case "space":
    case "def":
    case "checkbox":
      return null;
    default:
      return <p data-slot="oc-markdown-raw">{token.raw}</p>;
  }
}

function List({ token }: { readonly token: Tokens.List }): ReactNode {
  const items = token.items.map((item, at) => (
    <li key={at} data-task={item.task ? (item.checked ? "done" : "open") : undefined}>
      {item.task ? (
        <>
          <span data-slot="oc-markdown-checkbox" aria-hidden="true" />
          <span data-slot="oc-visually-hidden">{item.checked ? "☑" : "☐"}</span>
        </>
      ) : null}
      {blocks(item.tokens)}
    </li>
  ));
  return token.ordered ? (
    <ol data-slot="oc-markdown-list" start={token.start === "" ? 1 : token.start}>
      {items}
    </ol>
  ) : (
    <ul data-slot="oc-markdown-list">{items}</ul>
  );
}

function Table({ token }: { readonly token: Tokens.Table }): ReactNode {
  return (
    <div
      data-slot="oc-markdown-table"
      role="group"
      tabIndex={0}
      aria-label={token.header.map(({ text }) => text).join(", ")}
    >
      <table>
        <thead>
          <tr>
            {token.header.map((cell, at) => (
              <th key={at} scope="col" data-align={cell.align ?? undefined}>
                {inline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} data-align={cell.align ?? undefined}>
                  {inline(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
