import { File, Folder } from "lucide-react";
import type { ReactNode } from "react";
import { useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { oneLine } from "../../lib/oneLine.ts";
import { FilePath } from "../FilePath/FilePath.tsx";
import type { FileMatches, ListedPath } from "./toolOutput.ts";

const List = createPart("ul", "oc-found");
const Entry = createPart("li", "oc-found-entry");
const Matches = createPart("div", "oc-found-file");
const Match = createPart("div", "oc-found-match");
const Line = createPart("span", "oc-found-line");
const More = createPart("button", "oc-button");

/** Rows that are shown at once. */
const PAGE = 100;

function useShown<T>(all: readonly T[]): readonly [shown: readonly T[], more: ReactNode] {
  const labels = useLabels();
  const [count, setCount] = useState(PAGE);
  const left = all.length - count;
  if (left <= 0) return [all, null];
  const more = (
    <More data-size="small" data-variant="quiet" onClick={() => setCount(count * 10)}>
      {labels.showMore(left)}
    </More>
  );
  return [all.slice(0, count), more];
}

/** Files and folders as a tool has listed them. */
export function FoundPaths({
  paths,
  label,
}: {
  readonly paths: readonly ListedPath[];
  readonly label: string;
}): ReactNode {
  const [shown, more] = useShown(paths);
  return (
    <List aria-label={label}>
      {shown.map(({ indent, path, isFolder }, at) => (
        <Entry key={at} data-kind={isFolder ? "folder" : "file"}>
          {indent === "" ? null : <span data-slot="oc-found-indent">{indent.slice(0, 40)}</span>}
          <Icon icon={isFolder ? Folder : File} />
          <FilePath path={path} />
        </Entry>
      ))}
      {more === null ? null : <li>{more}</li>}
    </List>
  );
}

/** Lines that match, below the file that they are in. */
export function FoundMatches({
  files,
  label,
}: {
  readonly files: readonly FileMatches[];
  readonly label: string;
}): ReactNode {
  const [shown, more] = useShown(files);
  return (
    <List aria-label={label}>
      {shown.map(({ path, matches }, at) => (
        <li key={at}>
          <Matches>
            <FilePath path={path} />
          </Matches>
          {matches.map(({ line, text }, index) => (
            <Match key={index}>
              <Line>{line}</Line>
              <code>{oneLine(text)}</code>
            </Match>
          ))}
        </li>
      ))}
      {more === null ? null : <li>{more}</li>}
    </List>
  );
}
