import type { ConnectionState } from "@opencode-kit/client";
import type { CommandName, Role } from "@opencode-kit/client/protocol";
import { mayRun } from "@opencode-kit/client/protocol";
import { useClientContext } from "../context/ClientContext.ts";
import { useLabels } from "../context/LabelsContext.tsx";
import { useStore } from "../lib/useStore.ts";

export type May = {
  readonly may: boolean;
  /** Why not, as a sentence for the person. */
  readonly reason: string | undefined;
};

const ALLOWED: May = { may: true, reason: undefined };

const selectRole = (state: ConnectionState): Role | undefined => state.role;

/**
 * Whether this client's role may use a command. True until the room has said hello; the room checks each command again.
 * False where a snapshot or a recording is shown.
 *
 * @example
 * const { may, reason } = useMay("stop");
 * <button disabled={!may} title={reason}>Stop</button>
 */
export function useMay(command: CommandName): May {
  const labels = useLabels();
  const { client, standIn } = useClientContext("useMay");
  const role = useStore(client.connection, selectRole);
  if (standIn !== undefined) return { may: false, reason: labels.noCommandsInStandIn(standIn) };
  if (role === undefined || mayRun(role, command)) return ALLOWED;
  return { may: false, reason: labels.mayNot(command, role) };
}
