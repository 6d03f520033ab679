/** A problem that the person at the terminal can solve; its message is the one sentence that is shown. */
export class SetupError extends Error {
  name = "SetupError";
}
