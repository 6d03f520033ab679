import type { PendingPermission } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { visibleText } from "../../lib/visibleText.ts";
import { FilePath } from "../FilePath/FilePath.tsx";
import { PatchView } from "../PatchView/PatchView.tsx";
import { asText } from "../ToolCard/toolValues.ts";

const Command = createPart("pre", "oc-prompt-command");
const Patterns = createPart("ul", "oc-prompt-patterns");
const File = createPart("div", "oc-prompt-file");

/** What the agent would do: the command, the change, or the patterns that it asks for. */
export function PermissionSubject({ request }: { readonly request: PendingPermission }): ReactNode {
  const labels = useLabels();
  const command = asText(request.metadata["command"]);
  const path = asText(request.metadata["filepath"]);
  const diff = asText(request.metadata["diff"]);
  if (diff !== "") {
    return (
      <File>
        <FilePath path={path} />
        <PatchView patch={diff} path={path} />
      </File>
    );
  }
  if (command !== "") {
    return (
      <Command tabIndex={0} role="group" aria-label={labels.permissionPatterns}>
        {visibleText(command)}
      </Command>
    );
  }
  return (
    <Patterns aria-label={labels.permissionPatterns}>
      {[...new Set(path === "" ? request.patterns : [path, ...request.patterns])].map((pattern) => (
        <li key={pattern}>
          <code data-slot="oc-chip">{visibleText(pattern)}</code>
        </li>
      ))}
    </Patterns>
  );
}
