import { describeRequiredEnvVars } from "../providers/describeRequiredEnvVars.ts";
import { getProviderDisplayName } from "../providers/getProviderDisplayName.ts";
import type { HostModels } from "./HostModels.ts";

export type HostFacts = {
  /** Undefined: a scripted model answers. */
  readonly models: HostModels | undefined;
  /** Folder of the sandboxes. */
  readonly root: string;
  /** Whether shell commands run without asking. Default: false. */
  readonly allowsCommands?: boolean;
};

/** What a person must know of a host that has started, line by line. */
export function describeHost({ models, root, allowsCommands = false }: HostFacts): readonly string[] {
  return [
    ...(models === undefined
      ? ["A scripted model answers: no AI.", ...describeRequiredEnvVars().split("\n")]
      : [`${models.modelID} at ${placeOf(models)} answers.`]),
    `Workspaces are in ${root}.`,
    `The local sandbox is not an isolation boundary: the agent has the rights of this user, and its commands ${allowsCommands ? "run without asking" : "ask first"}.`,
  ];
}

function placeOf({ main }: HostModels): string {
  if (main?.baseURL !== undefined) return new URL(main.baseURL).origin;
  return main === undefined ? "a provider of its own" : getProviderDisplayName(main.provider);
}
