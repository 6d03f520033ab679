import type { ToolPart } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { createElement } from "react";
import { useRunContext } from "../../context/RunContext.ts";
import { WholePartProvider } from "../ToolCard/WholePart.ts";
import { own } from "../../lib/own.ts";
import { useWholeTool } from "./useWholeTool.ts";

/** A tool call in the renderer of its name. */
export function ToolRow({ part: cut }: { readonly part: ToolPart }): ReactNode {
  const { tools, fallbackTool } = useRunContext("ToolRow");
  const { part, value } = useWholeTool(cut);
  return (
    <WholePartProvider value={value}>
      {createElement(own(tools, part.tool) ?? fallbackTool, { part })}
    </WholePartProvider>
  );
}
