import type { Scenario } from "../Scenario.ts";

/** The provider refuses the key, as it would with a wrong one. */
export const providerError: Scenario = {
  name: "provider-error",
  matches: (prompt) => /provider error/i.test(prompt),
  turn: () => ({ status: 401, code: "invalid_api_key", message: "Incorrect API key provided" }),
};
