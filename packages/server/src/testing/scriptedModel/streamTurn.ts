import { randomUUID } from "node:crypto";
import type { Turn } from "./Scenario.ts";

/** How fast the model speaks. Times in ms. */
export type Pace = {
  /** Between two words. */
  readonly wordMs: number;
  /** Before each turn. */
  readonly thinkMs: number;
};

export const PACES = {
  /** As fast as a person reads along. */
  live: { wordMs: 18, thinkMs: 500 },
  /** For tests. */
  fast: { wordMs: 1, thinkMs: 0 },
} as const satisfies Record<string, Pace>;

/** A turn as the chunks of a streamed chat completion, in OpenAI's form. Stops when the signal aborts. */
export async function* streamTurn(
  turn: Turn,
  model: string,
  inputChars: number,
  pace: Pace,
  signal: AbortSignal,
): AsyncIterableIterator<object> {
  const base = { id: `chatcmpl-${randomUUID()}`, object: "chat.completion.chunk", created: now(), model };
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...base,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const pause = (ms: number): Promise<void> => wait(ms, signal);

  await pause(pace.thinkMs);
  yield chunk({ role: "assistant", content: "" });
  for (const word of words(turn.reasoning)) {
    yield chunk({ reasoning_content: word });
    await pause(pace.wordMs);
  }
  for (const word of words(turn.text)) {
    yield chunk({ content: word });
    await pause(pace.wordMs);
  }
  for (const [index, { tool, input }] of (turn.tools ?? []).entries()) {
    const call = { index, id: `call_${randomUUID().slice(0, 12)}`, type: "function" };
    yield chunk({ tool_calls: [{ ...call, function: { name: tool, arguments: "" } }] });
    for (const piece of pieces(JSON.stringify(input))) {
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
      await pause(pace.wordMs / 3);
    }
  }
  if (signal.aborted) return;
  yield chunk({}, turn.tools === undefined ? "stop" : "tool_calls");
  yield { ...base, choices: [], usage: usageOf(turn, inputChars) };
}

/** A turn as one chat completion. */
export function wholeTurn(turn: Turn, model: string, inputChars: number): object {
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: "chat.completion",
    created: now(),
    model,
    choices: [
      {
        index: 0,
        finish_reason: turn.tools === undefined ? "stop" : "tool_calls",
        message: {
          role: "assistant",
          content: turn.text ?? "",
          ...(turn.tools === undefined
            ? {}
            : {
                tool_calls: turn.tools.map(({ tool, input }) => ({
                  id: `call_${randomUUID().slice(0, 12)}`,
                  type: "function",
                  function: { name: tool, arguments: JSON.stringify(input) },
                })),
              }),
        },
      },
    ],
    usage: usageOf(turn, inputChars),
  };
}

/** About four characters make a token; what was said before counts as cached, as a provider would. */
function usageOf(turn: Turn, inputChars: number): object {
  const input = Math.ceil(inputChars / 4);
  const reasoning = Math.ceil((turn.reasoning?.length ?? 0) / 4);
  const output = reasoning + Math.ceil(((turn.text?.length ?? 0) + JSON.stringify(turn.tools ?? "").length) / 4);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: Math.floor(input * 0.8) },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

function words(text: string | undefined): readonly string[] {
  return text?.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
}

function pieces(json: string): readonly string[] {
  return json.match(/[\s\S]{1,48}/g) ?? [];
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
