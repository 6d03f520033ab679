import type { ToolPart } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { createElement } from "react";
import { useRunContext } from "../../context/RunContext.ts";
import { GenericTool } from "../ToolCard/GenericTool.tsx";
import { WholePartProvider } from "../ToolCard/WholePart.ts";
import { ErrorBoundary } from "../../lib/ErrorBoundary.tsx";
import { own } from "../../lib/own.ts";
import { FailedView } from "./FailedView.tsx";
import { useWholeTool } from "./useWholeTool.ts";

/** A tool call in the renderer of its name; in the plain one where that throws. */
export function ToolRow({ part: cut }: { readonly part: ToolPart }): ReactNode {
  const { tools, fallbackTool } = useRunContext("ToolRow");
  const { part, value } = useWholeTool(cut);
  return (
    <WholePartProvider value={value}>
      <ErrorBoundary
        resetKey={part.status}
        fallback={(_error, retry) => (
          <>
            <GenericTool part={part} />
            <FailedView kind="tool" retry={retry} />
          </>
        )}
      >
        {createElement(own(tools, part.tool) ?? fallbackTool, { part })}
      </ErrorBoundary>
    </WholePartProvider>
  );
}
