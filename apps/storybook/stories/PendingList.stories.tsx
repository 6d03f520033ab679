import type { Recording } from "@opencode-kit/client/recording";
import { AnsweredNotice, BudgetPrompt, OpenCodeRun, PendingList } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent } from "storybook/test";
import { BothThemes, Replay } from "./scripted/Replay.tsx";
import { RUN_ID } from "./scripted/Script.ts";
import {
  askingRoom,
  BUDGET,
  budgetRun,
  decidedRun,
  HOSTILE,
  steeringAnswers,
  subagentAsksRun,
} from "./scripted/steering.ts";

const meta: Meta<typeof PendingList> = { title: "PendingList", component: PendingList };
export default meta;

type Story = StoryObj<typeof PendingList>;

const VIEWER = { role: "viewer" } as const;

function Room({ recording }: { readonly recording: () => Recording }): ReactNode {
  return (
    <div className="stage" data-size="bare">
      <Replay recording={recording} answers={steeringAnswers}>
        <PendingList onOpenRun={() => undefined} />
      </Replay>
    </div>
  );
}

function run(recording: () => Recording): Story {
  return {
    render: () => (
      <div className="stage">
        <Replay recording={recording} answers={steeringAnswers}>
          <OpenCodeRun runId={RUN_ID} />
        </Replay>
      </div>
    ),
  };
}

/** Outside of a run: everything of the room, each with its run; one with a hostile title. */
export const WholeRoom: Story = { render: () => <Room recording={() => askingRoom()} /> };
export const WholeRoomAsViewer: Story = { render: () => <Room recording={() => askingRoom(VIEWER)} /> };
export const FromASubagent = run(subagentAsksRun);
export const Budget = run(() => budgetRun());
export const BudgetAsViewer = run(() => budgetRun(VIEWER));
export const Decided = run(decidedRun);

/** The room does not take the answer: the prompt stays, with the reason and the focus. */
export const Refused: Story = {
  ...run(() => budgetRun()),
  play: async ({ canvas }) => {
    const button = await canvas.findByRole("button", { name: /^Continue/ });
    await userEvent.click(button);
    await expect(await canvas.findByRole("alert")).toHaveTextContent("Not sent.");
    await expect(button).toHaveFocus();
  },
};

const never = (): Promise<never> => new Promise(() => undefined);

export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <BudgetPrompt request={BUDGET} onReply={never} />
          <BudgetPrompt
            request={{ ...BUDGET, scope: "room", used: { tokens: 20, cost: 5.02 }, limit: { cost: 5 } }}
            onReply={never}
            disabledReason="Only an approver or owner can answer this. You are a viewer."
          />
          <div>
            {(["once", "always", "reject", "answered"] as const).map((outcome) => (
              <AnsweredNotice
                key={outcome}
                answer={{
                  id: outcome,
                  kind: outcome === "answered" ? "question" : "permission",
                  permission: "bash",
                  sessionId: "s",
                  outcome,
                  ...(outcome === "reject" ? { by: { id: "x", name: HOSTILE } } : {}),
                  ...(outcome === "once" ? { by: { id: "x", name: "Bob" } } : {}),
                }}
              />
            ))}
          </div>
        </>
      )}
    </BothThemes>
  ),
};
