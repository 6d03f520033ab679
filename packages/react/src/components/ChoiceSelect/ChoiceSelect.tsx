import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { visibleText } from "../../lib/visibleText.ts";

const Select = createPart("select", "oc-choice-select");

export type Choice = { readonly value: string; readonly text: string; readonly title?: string | undefined };

type Props = {
  readonly label: string;
  /** The first entry: nothing is chosen. */
  readonly defaultText: string;
  readonly choices: readonly Choice[];
  readonly value: string | undefined;
  readonly onValueChange: (value: string | undefined) => void;
  readonly disabled: boolean;
};

/** The browser's own list of choices. Absent where there is nothing to choose from. */
export function ChoiceSelect({ label, defaultText, choices, value, onValueChange, disabled }: Props): ReactNode {
  if (choices.length < 2) return null;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Select
      aria-label={label}
      title={chosen?.title ?? label}
      value={value ?? ""}
      disabled={disabled}
      onChange={(event) => onValueChange(event.currentTarget.value || undefined)}
    >
      <option value="">{defaultText}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {visibleText(choice.text)}
        </option>
      ))}
    </Select>
  );
}
