import type { Role, User } from "../protocol/index.ts";

/** Who asks for something. */
export type Actor = {
  readonly role: Role;
  /** Absent where the host's `authorize` names nobody. */
  readonly user?: User;
};
