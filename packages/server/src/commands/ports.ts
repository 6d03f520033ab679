import type { CommandResults, ExposePortCommand, UnexposePortCommand } from "@opencode-kit/client/protocol";
import type { CommandContext } from "./CommandContext.ts";

export async function listPorts({ ports }: CommandContext): Promise<CommandResults["listPorts"]> {
  return { ports: await ports.list() };
}

export function exposePort(
  { ports }: CommandContext,
  { port }: ExposePortCommand,
): Promise<CommandResults["exposePort"]> {
  return ports.expose(port);
}

export async function unexposePort(
  { ports }: CommandContext,
  { port }: UnexposePortCommand,
): Promise<CommandResults["unexposePort"]> {
  await ports.unexpose(port);
  return { port };
}
