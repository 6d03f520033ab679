import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { firstPrompt, readChatRequest, readConversation } from "./readConversation.ts";
import type { Refusal, Scenario, Turn } from "./Scenario.ts";
import { isRefusal } from "./Scenario.ts";
import { SCENARIOS } from "./scenarios.ts";
import type { Pace } from "./streamTurn.ts";
import { PACES, streamTurn, wholeTurn } from "./streamTurn.ts";

export type ScriptedModelOptions = {
  /** How fast it speaks. Default: `live`. */
  readonly pace?: keyof typeof PACES;
  /** Tried in order; the first that matches the prompt is played. Default: those of the demo. */
  readonly scenarios?: readonly Scenario[];
  /** Requests with another key get 401. Default: any key will do. */
  readonly apiKey?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Sees the body of each request for a chat completion. */
  readonly onRequest?: (body: string) => void;
};

export type ScriptedModel = {
  /** OpenAI-compatible, ends in `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Chat completions that were asked for so far. */
  requests(): number;
  close(): Promise<void>;
};

const MODEL = "scripted";

/** Starts a model server on 127.0.0.1 that plays scenarios: no AI answers, so that everything else can be real. */
export async function startScriptedModel(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const { pace = "live", scenarios = SCENARIOS, apiKey } = options;
  let requests = 0;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) return refuse(response, BAD_KEY);
    if (request.method === "GET" && request.url?.endsWith("/models") === true) {
      return json(response, 200, { object: "list", data: [{ id: MODEL, object: "model" }] });
    }
    if (request.method !== "POST" || request.url?.endsWith("/chat/completions") !== true) {
      return refuse(response, { status: 404, code: "not_found", message: "The scripted model has no such address." });
    }
    const body = await readBody(request);
    const chat = readChatRequest(body);
    if (chat === undefined)
      return refuse(response, { status: 400, code: "bad_request", message: "Not a chat request." });
    requests++;
    options.onRequest?.(body);
    const turn = chat.isTitle
      ? { text: titleOf(firstPrompt(chat.messages)) }
      : chat.isSummary
        ? { text: "The agent worked through the scripted scenario up to here." }
        : play(scenarios, readConversation(chat.messages));
    if (isRefusal(turn)) return refuse(response, turn);
    if (!chat.stream) return json(response, 200, wholeTurn(turn, MODEL, body.length));
    await stream(response, turn, body.length, PACES[chat.isTitle ? "fast" : pace]);
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    model: MODEL,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function play(scenarios: readonly Scenario[], conversation: Parameters<Scenario["turn"]>[0]): Turn | Refusal {
  const scenario = scenarios.find(({ matches }) => matches(conversation.prompt));
  return scenario?.turn(conversation) ?? { text: "The scripted model has nothing to say to this." };
}

async function stream(response: ServerResponse, turn: Turn, inputChars: number, pace: Pace): Promise<void> {
  const closed = new AbortController();
  response.on("close", () => closed.abort());
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  for await (const chunk of streamTurn(turn, MODEL, inputChars, pace, closed.signal)) {
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}

const BAD_KEY: Refusal = { status: 401, code: "invalid_api_key", message: "Incorrect API key provided." };

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  json(response, status, { error: { message, type: "invalid_request_error", param: null, code } });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The prompt's first words, cut at a sentence's end and without a loose end. */
function titleOf(prompt: string): string {
  const sentence = prompt.trim().split(/[.!?,\n]/, 1)[0] ?? "";
  const words = sentence.split(/\s+/).slice(0, 6);
  while (words.length > 2 && LOOSE_ENDS.test(words.at(-1) ?? "")) words.pop();
  const title = words.join(" ");
  return title === "" ? "A task" : title;
}

const LOOSE_ENDS = /^(a|an|and|at|for|in|it|of|on|or|per|that|the|to|turns|what|which|with)$/i;
