import type { Scenario } from "./Scenario.ts";
import { csv } from "./scenarios/csv.ts";
import { help } from "./scenarios/help.ts";
import { helper } from "./scenarios/helper.ts";
import { library } from "./scenarios/library.ts";
import { longWork } from "./scenarios/longWork.ts";
import { notes } from "./scenarios/notes.ts";
import { permission } from "./scenarios/permission.ts";
import { providerError } from "./scenarios/providerError.ts";
import { questions } from "./scenarios/questions.ts";
import { spend } from "./scenarios/spend.ts";

/** What the demo plays without a key; the last one answers everything else. */
export const SCENARIOS: readonly Scenario[] = [
  providerError,
  notes,
  helper,
  longWork,
  spend,
  csv,
  questions,
  permission,
  library,
  help,
];

/** Commands of the scenarios that need no question; everything else asks. OpenCode's `permission` for `bash`. */
export const SCRIPTED_PERMISSION = {
  "*": "ask",
  "node --test*": "allow",
  "node scripts/*": "allow",
  "head *": "allow",
  "wc *": "allow",
  "seq *": "allow",
  "sleep *": "allow",
  "echo *": "allow",
} as const;
