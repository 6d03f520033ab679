import type { OpenCodeClient } from "@opencode-kit/client";
import { createStrictContext } from "../lib/createStrictContext.tsx";

export type ClientContextValue = { readonly client: OpenCodeClient };

export const [ClientProvider, useClientContext, useOptionalClientContext] =
  createStrictContext<ClientContextValue>("OpenCodeProvider");
