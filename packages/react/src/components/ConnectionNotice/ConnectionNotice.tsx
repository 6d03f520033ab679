import type { WireError } from "@opencode-kit/client/protocol";
import { LoaderCircle, Unplug, WifiOff } from "lucide-react";
import { forwardRef } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { useConnection } from "../../hooks/useConnection.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useStore } from "../../lib/useStore.ts";
import { ErrorNotice } from "../RunError/ErrorNotice.tsx";
import { useIsOnline } from "./useIsOnline.ts";

const Frame = createPart("div", "oc-connection");
const Text = createPart("span", "oc-connection-text");
const Button = createPart("button", "oc-button");

const NO_ERROR = { get: () => undefined, subscribe: () => () => undefined };

/** Says when what is shown may be behind, and offers to connect again. Absent while all is well. */
export const ConnectionNotice = forwardRef<HTMLDivElement, PartProps<"div">>((props, ref) => {
  const labels = useLabels();
  const { client } = useClientContext("ConnectionNotice");
  const { status, error } = useConnection();
  const run = useOptionalRunContext();
  const channelError = useStore(run?.store.status ?? NO_ERROR, selectError);
  const isOnline = useIsOnline();
  const reconnect = (
    <Button data-size="small" onClick={() => client.reconnect()}>
      {labels.reconnect}
    </Button>
  );
  if (status === "closed") {
    const shown: WireError = error ?? { code: "connection_lost", message: "" };
    // The same two would meet again.
    const actions = shown.code === "version_mismatch" ? undefined : reconnect;
    return <ErrorNotice ref={ref} role="alert" heading={labels.closed} error={shown} actions={actions} {...props} />;
  }
  if (channelError !== undefined) {
    return <ErrorNotice ref={ref} heading={labels.channelError} error={channelError} {...props} />;
  }
  if (status === "open" || (status === "connecting" && isOnline)) return null;
  return (
    <Frame ref={ref} role="status" data-oc-root="" data-status={isOnline ? status : "offline"} {...props}>
      <Icon icon={isOnline ? (status === "reconnecting" ? LoaderCircle : Unplug) : WifiOff} spin={isOnline} />
      <Text>{isOnline ? labels.reconnecting : labels.offline}</Text>
      {/* Browsers guess: a room on this machine can be reached without any network. */}
      {reconnect}
    </Frame>
  );
});
ConnectionNotice.displayName = "ConnectionNotice";

function selectError(
  status: { readonly phase: string; readonly error?: WireError } | undefined,
): WireError | undefined {
  return status?.phase === "error" ? status.error : undefined;
}
