import type { OpenCodeClient } from "@opencode-kit/client";
import { QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useEffect, useMemo } from "react";
import type { Labels } from "../labels/defaultLabels.ts";
import { watchQueries } from "../queries/watchQueries.ts";
import type { ClassNames } from "./ClassNames.tsx";
import { ClassNamesProvider } from "./ClassNames.tsx";
import { ClientProvider } from "./ClientContext.ts";
import { LabelsProvider } from "./LabelsContext.tsx";
import { useQueryScope } from "./useQueryScope.ts";
import type { RoomAddress } from "./useOwnedClient.ts";
import { useOwnedClient } from "./useOwnedClient.ts";

type CommonProps = {
  /** Replaces some of the kit's words. Keep the object's identity. */
  readonly labels?: Partial<Labels> | undefined;
  /** Class names by slot, for everything inside. Keep the object's identity. */
  readonly classNames?: ClassNames | undefined;
  readonly children?: ReactNode;
};

export type OpenCodeProviderProps = CommonProps &
  ({ readonly client: OpenCodeClient } | (RoomAddress & { readonly client?: undefined }));

/**
 * Gives everything inside a connection to one room: a client of yours, or a room's address for which the provider
 * makes one and disposes it when it unmounts. What is asked of the room goes through the QueryClient of a surrounding
 * `QueryClientProvider`, else through one of the provider's own.
 *
 * It takes no `nonce`, because the kit adds no style and no script element to the page: its styles are the file
 * `@opencode-kit/react/styles.css`, and a page whose policy is `style-src 'self'; script-src 'self'` shows it whole.
 *
 * @example
 * <OpenCodeProvider host={location.host} room="my-room">
 *   <OpenCodeRun runId={runId} />
 * </OpenCodeProvider>
 */
export function OpenCodeProvider(props: OpenCodeProviderProps): ReactNode {
  return props.client === undefined ? (
    <OwningProvider {...props} />
  ) : (
    <GivenProvider {...props} client={props.client} />
  );
}

function OwningProvider(props: CommonProps & RoomAddress): ReactNode {
  return <GivenProvider {...props} client={useOwnedClient(props)} />;
}

function GivenProvider(props: CommonProps & { readonly client: OpenCodeClient }): ReactNode {
  const { client, labels, classNames, children } = props;
  const value = useMemo(() => ({ client }), [client]);
  const queries = useQueryScope();
  useEffect(() => watchQueries(queries, client), [queries, client]);
  return (
    <QueryClientProvider client={queries}>
      <ClientProvider value={value}>
        <LabelsProvider labels={labels}>
          <ClassNamesProvider classNames={classNames}>{children}</ClassNamesProvider>
        </LabelsProvider>
      </ClientProvider>
    </QueryClientProvider>
  );
}
