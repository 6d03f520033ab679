import type { CommandResult, LinkArtifactCommand } from "@opencode-kit/client/protocol";
import { signArtifact } from "../artifacts/artifactTokens.ts";
import { findArtifact } from "../artifacts/findArtifact.ts";
import type { CommandContext } from "./CommandContext.ts";

export async function linkArtifact(
  { room, port, maxArtifactBytes, artifactSecret }: CommandContext,
  { path }: LinkArtifactCommand,
): Promise<CommandResult<"linkArtifact">> {
  const { entry, filename, size = 0 } = await findArtifact(port, path, maxArtifactBytes);
  const { token, expiresAt } = await signArtifact(await artifactSecret(), room, entry.path);
  return { url: `artifact?token=${encodeURIComponent(token)}`, filename, size, expiresAt };
}
