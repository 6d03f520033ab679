import type { CommandResult, LinkArtifactCommand } from "@opencode-kit/client/protocol";
import { signArtifact } from "../artifacts/artifactTokens.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function linkArtifact(
  { room, port, artifactSecret }: CommandContext,
  { path }: LinkArtifactCommand,
): Promise<CommandResult<"linkArtifact">> {
  const file = await port.statFile(path);
  const { token, expiresAt } = await signArtifact(await artifactSecret(), room, file.path);
  return {
    url: `artifact?token=${encodeURIComponent(token)}`,
    filename: file.path.split("/").at(-1) ?? file.path,
    size: file.size ?? 0,
    expiresAt,
  };
}
