import type { ReactNode } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { ChoiceSelect } from "./ChoiceSelect.tsx";
import { openCodeQueries } from "../../queries/openCodeQueries.ts";
import { useChoices } from "./useChoices.ts";

export type AgentSelectProps = {
  /** An agent's name; undefined is OpenCode's own choice. */
  readonly value: string | undefined;
  readonly onValueChange: (agent: string | undefined) => void;
  readonly disabled?: boolean;
};

/** The room's agents. Absent where it has one or none to choose from, or does not say. */
export function AgentSelect({ value, onValueChange, disabled = false }: AgentSelectProps): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("AgentSelect");
  const agents = useChoices(openCodeQueries(client).agents());
  return (
    <ChoiceSelect
      label={labels.agent}
      defaultText={labels.defaultAgent}
      choices={agents.map(({ name, description }) => ({ value: name, text: name, title: description }))}
      value={value}
      onValueChange={onValueChange}
      disabled={disabled}
    />
  );
}
