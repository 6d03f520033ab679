/**
 * Moves the focus to the page's next prompt after the one that has it, else to the first.
 *
 * @returns Whether there is one.
 */
export function focusNextPrompt(): boolean {
  const prompts = [...document.querySelectorAll<HTMLElement>("[data-slot='oc-prompt']")];
  const at = prompts.findIndex((prompt) => prompt.contains(document.activeElement));
  const next = prompts[at + 1] ?? prompts[0];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}
