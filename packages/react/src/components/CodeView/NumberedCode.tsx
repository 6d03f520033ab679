import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { languageOfPath } from "../../lib/highlight/languageOf.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { CopyButton } from "../CopyButton/CopyButton.tsx";
import { CodeText } from "./CodeText.tsx";

const Frame = createPart("div", "oc-code");
const Scroller = createPart("div", "oc-code-scroller");
const Numbers = createPart("pre", "oc-code-numbers");
const Text = createPart("pre", "oc-code-text");

export type NumberedCodeProps = {
  readonly code: string;
  /** The number of its first line. */
  readonly firstLine: number;
  /** The file that it is of: names the region, and tells the language. */
  readonly path: string;
};

/** Lines of a file with their numbers, which are not copied with them. */
export function NumberedCode({ code, firstLine, path }: NumberedCodeProps): ReactNode {
  const count = code.split("\n").length;
  return (
    <Frame>
      <Scroller tabIndex={0} role="group" aria-label={visibleText(path)}>
        <Numbers aria-hidden="true">{Array.from({ length: count }, (_, at) => firstLine + at).join("\n")}</Numbers>
        <Text>
          <code>
            <CodeText code={visibleText(code)} language={languageOfPath(path)} />
          </code>
        </Text>
      </Scroller>
      <CopyButton getText={() => code} />
    </Frame>
  );
}
