import type { Tokens } from "marked";
import type { ReactNode } from "react";
import { languageOf } from "../../lib/highlight/languageOf.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { CodeText } from "../CodeView/CodeText.tsx";
import { CopyButton } from "../CopyButton/CopyButton.tsx";

/** More of an info string is not its language's name. */
const MAX_NAME_CHARS = 30;

/** A block of code: its language, its text, plain until its colours are there, and a way to copy it. */
export function CodeBlock({ token }: { readonly token: Tokens.Code }): ReactNode {
  const name = visibleText((token.lang ?? "").split(/\s/, 1)[0] ?? "").slice(0, MAX_NAME_CHARS);
  return (
    <div data-slot="oc-markdown-block" data-language={name === "" ? undefined : name}>
      {name === "" ? null : <span data-slot="oc-markdown-language">{name}</span>}
      <pre data-slot="oc-markdown-pre" tabIndex={0}>
        <code>
          <CodeText code={visibleText(token.text)} language={languageOf(name)} />
        </code>
      </pre>
      <CopyButton getText={() => token.text} />
    </div>
  );
}
