import { QueryClient, QueryClientContext } from "@tanstack/react-query";
import { useContext, useMemo } from "react";

/** The host's QueryClient, or that of the surrounding provider; where there is neither, one of the caller's own. */
export function useQueryScope(): QueryClient {
  const given = useContext(QueryClientContext);
  return useMemo(() => given ?? new QueryClient(), [given]);
}
