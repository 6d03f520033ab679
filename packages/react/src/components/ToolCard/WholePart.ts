import type { Request } from "../../hooks/useRequest.ts";
import { createStrictContext } from "../../lib/createStrictContext.tsx";

/** How a card gets the rest of its tool call, where the run's state has it cut. */
export type WholePart = Pick<Request<unknown>, "isBusy" | "error" | "load"> & {
  /** The card was given less than there is. */
  readonly isMissing: boolean;
  /** There may be more than what was fetched. */
  readonly isStale: boolean;
};

export const [WholePartProvider, , useOptionalWholePart] = createStrictContext<WholePart>("ToolRow");
