import type { Scenario, ToolCall } from "../Scenario.ts";

/** A line each 100 ms for a minute: time to stop it, to steer it, or to queue something behind it. */
const COUNT: ToolCall = {
  tool: "bash",
  input: {
    command: 'for i in $(seq 1 600); do echo "line $i"; sleep 0.1; done',
    description: "Count to 600",
    timeout: 120_000,
  },
};

const SERVER: ToolCall = {
  tool: "bash",
  input: { command: "sleep 3600 > /dev/null 2>&1 & echo started", description: "Start a process in the background" },
};

/** A command that takes long, with something left in the background where that is asked for. */
export const longWork: Scenario = {
  name: "long work",
  matches: (prompt) => /\bcount (slowly|to)\b/i.test(prompt),
  turn: ({ step, prompt }) => {
    const leavesServer = /\bbackground\b/i.test(prompt);
    if (step === 0 && leavesServer) return { text: "First I start something in the background.", tools: [SERVER] };
    if (step === (leavesServer ? 1 : 0)) return { text: "I am counting to 600.", tools: [COUNT] };
    return { text: "I have counted as far as I was let." };
  },
};
