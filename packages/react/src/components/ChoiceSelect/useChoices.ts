import type { QueryKey, UseQueryOptions } from "@tanstack/react-query";
import { useRequest } from "../../hooks/useRequest.ts";

/** What the agent offers; a failure offers nothing. */
export function useChoices<Q extends readonly unknown[], K extends QueryKey>(
  query: UseQueryOptions<Q, Error, Q, K>,
): Q | readonly [] {
  return useRequest(query, { isEager: true }).data ?? [];
}
