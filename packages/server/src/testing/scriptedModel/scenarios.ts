import type { Scenario } from "./Scenario.ts";
import { csv } from "./scenarios/csv.ts";
import { help } from "./scenarios/help.ts";
import { library } from "./scenarios/library.ts";
import { permission } from "./scenarios/permission.ts";
import { providerError } from "./scenarios/providerError.ts";

/** What the demo plays without a key; the last one answers everything else. */
export const SCENARIOS: readonly Scenario[] = [providerError, csv, permission, library, help];

/** Commands of the scenarios that need no question; everything else asks. OpenCode's `permission` for `bash`. */
export const SCRIPTED_PERMISSION = {
  "*": "ask",
  "node --test*": "allow",
  "node scripts/*": "allow",
  "head *": "allow",
  "wc *": "allow",
} as const;
