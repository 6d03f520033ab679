/** What OpenCode adds to a command's output for the model: that it was aborted, or ran out of time. */
const NOTE = /\n*<shell_metadata>\n?([^<]*?)\n?<\/shell_metadata>\s*$/;

/** The output as the command printed it. */
export function withoutShellNote(output: string | undefined): string | undefined {
  const note = output === undefined ? null : NOTE.exec(output);
  return note === null ? output : output?.slice(0, note.index + (output[note.index] === "\n" ? 1 : 0));
}

/** Why OpenCode ended the command, if it did. */
export function shellNote(output: string | undefined): string | undefined {
  return output === undefined ? undefined : NOTE.exec(output)?.[1];
}
