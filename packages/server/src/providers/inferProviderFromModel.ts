import { isProviderID } from "./getProviderDisplayName.ts";
import type { ProviderID } from "./ProviderCredentials.ts";

/** The provider of a model's name such as `anthropic/claude-sonnet-5`; null where the kit does not know it. */
export function inferProviderFromModel(model: string): ProviderID | null {
  const [id = "", ...rest] = model.split("/");
  return rest.length > 0 && isProviderID(id) ? id : null;
}
