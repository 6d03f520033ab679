import type { RunError } from "@opencode-kit/client/protocol";
import * as Collapsible from "@radix-ui/react-collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";

const Frame = createPart("div", "oc-error-details");
const Trigger = createPart("button", "oc-error-trigger");
const Content = createPart("div", "oc-error-content");
const Facts = createPart("p", "oc-error-facts");
const Quote = createPart("pre", "oc-error-quote");

/** Who was asked and what came back, as text. Absent where nothing of it is known. */
export function ErrorDetails({ error }: { readonly error: RunError }): ReactNode {
  const labels = useLabels();
  const { statusCode, providerMessage = "", agent } = error;
  const model = [error.providerID, error.modelID].filter(Boolean).join("/");
  const facts = [
    statusCode === undefined ? "" : labels.errorStatus(statusCode),
    model === "" ? "" : labels.errorModel(model),
    agent === undefined ? "" : labels.errorAgent(agent),
  ].filter(Boolean);
  if (facts.length === 0 && providerMessage === "") return null;
  return (
    <Collapsible.Root asChild>
      <Frame>
        <Collapsible.Trigger asChild>
          <Trigger>
            <span data-slot="oc-row-icon">
              <Icon icon={ChevronRight} />
            </span>
            {labels.errorDetails}
          </Trigger>
        </Collapsible.Trigger>
        <Collapsible.Content asChild>
          <Content>
            {facts.length === 0 ? null : (
              <Facts>
                {facts.map((fact) => (
                  <span key={fact}>{fact}</span>
                ))}
              </Facts>
            )}
            {providerMessage === "" ? null : (
              <Quote tabIndex={0} role="group" aria-label={labels.providerSaid}>
                {providerMessage}
              </Quote>
            )}
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
}
