import type { ReactNode } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { ChoiceSelect } from "./ChoiceSelect.tsx";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";
import { useChoices } from "./useChoices.ts";

export type ModelSelectProps = {
  /** `provider/model`; undefined is the agent's own. */
  readonly value: string | undefined;
  readonly onValueChange: (model: string | undefined) => void;
  readonly disabled?: boolean;
};

/** The room's models. Absent where it has one or none to choose from, or does not say. */
export function ModelSelect({ value, onValueChange, disabled = false }: ModelSelectProps): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("ModelSelect");
  const models = useChoices(openCodeQueries(client).models());
  const names = models.map(({ name }) => name);
  return (
    <ChoiceSelect
      label={labels.model}
      defaultText={labels.defaultModel}
      choices={models.map(({ id, name, provider }) => ({
        value: id,
        text: names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${provider})`,
        title: id,
      }))}
      value={value}
      onValueChange={onValueChange}
      disabled={disabled}
    />
  );
}
