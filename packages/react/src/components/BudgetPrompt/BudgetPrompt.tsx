import type { BudgetReply, PendingBudget } from "@opencode-kit/client/protocol";
import { Gauge } from "lucide-react";
import type { ReactNode } from "react";
import { useId } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { formatCost, formatCount } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useHydrated } from "../../lib/useHydrated.ts";

const Frame = createPart("div", "oc-prompt");
const Title = createPart("h3", "oc-prompt-title");
const Text = createPart("p", "oc-prompt-text");
const Limits = createPart("ul", "oc-budget");
const Limit = createPart("li", "oc-budget-limit");
const Name = createPart("span", "oc-budget-name");
const Bar = createPart("span", "oc-budget-bar");
const Used = createPart("span", "oc-budget-used");
const Actions = createPart("div", "oc-prompt-actions");
const Failure = createPart("p", "oc-prompt-error");
const Note = createPart("p", "oc-prompt-note");
const Button = createPart("button", "oc-button");

export type BudgetPromptProps = {
  readonly request: PendingBudget;
  /** Sends the answer. A rejection is shown, and the prompt can be answered again. */
  readonly onReply: (reply: BudgetReply) => Promise<unknown>;
  /** Why this person may not answer. */
  readonly disabledReason?: string | undefined;
  /** Where the request is from, above its title. */
  readonly origin?: ReactNode;
};

/** A limit is reached: what was used, of whose limit, and whether the run goes on. */
export function BudgetPrompt({ request, onReply, disabledReason, origin }: BudgetPromptProps): ReactNode {
  const labels = useLabels();
  const titleId = useId();
  const isHydrated = useHydrated();
  const { run, isBusy, error } = useAction(onReply);
  const { scope, used, limit } = request;
  const tokens = { name: labels.budgetTokens, used: used.tokens, limit: limit.tokens, format: formatCount };
  const cost = { name: labels.budgetCost, used: used.cost, limit: limit.cost, format: formatCost };
  const more = [
    limit.tokens === undefined ? "" : labels.tokens(formatCount(limit.tokens)),
    limit.cost === undefined ? "" : formatCost(limit.cost),
  ].filter(Boolean);
  const gate = { disabled: isBusy || disabledReason !== undefined, title: disabledReason };
  return (
    <Frame
      role="group"
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-describedby={origin === undefined ? undefined : `${titleId}-origin`}
      data-oc-root=""
      data-kind="budget"
      data-scope={scope}
      data-state={isBusy ? "sending" : "open"}
    >
      {origin === undefined ? null : <div id={`${titleId}-origin`}>{origin}</div>}
      <Title id={titleId}>
        <Icon icon={Gauge} />
        {labels.budgetTitle(scope)}
      </Title>
      <Text>{labels.budgetText(scope)}</Text>
      <Limits>
        {[tokens, cost].map((each) =>
          each.limit === undefined ? null : (
            <Limit key={each.name} data-state={each.used >= each.limit ? "reached" : "left"}>
              <Name>{each.name}</Name>
              <Bar aria-hidden="true">
                <span
                  data-slot="oc-budget-fill"
                  style={isHydrated ? { inlineSize: percent(each.used, each.limit) } : undefined}
                />
              </Bar>
              <Used>{labels.budgetUsed(each.format(each.used), each.format(each.limit))}</Used>
            </Limit>
          ),
        )}
      </Limits>
      <Actions>
        <Button data-variant="primary" {...gate} onClick={() => void run("continue")}>
          {isBusy ? labels.sending : labels.budgetContinue(more)}
        </Button>
        <Button data-variant="danger" {...gate} onClick={() => void run("stop")}>
          {labels.budgetStop}
        </Button>
      </Actions>
      {disabledReason === undefined ? null : <Note>{disabledReason}</Note>}
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
    </Frame>
  );
}

function percent(used: number, limit: number): string {
  return `${Math.min(100, Math.max(0, (100 * used) / (limit || 1)))}%`;
}
