import { DurableObject } from "cloudflare:workers";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { isStepCount, streamText } from "ai";
import type { OpenCodeRoom } from "../../OpenCodeRoom.ts";
import { localSandbox } from "../../sandbox/localSandbox.ts";
import { opencodeTask } from "../../tool/opencodeTask.ts";
import type { ChatRequest } from "./ChatRequest.ts";

type Env = Cloudflare.Env & {
  readonly SANDBOX_URL: string;
  readonly SANDBOX_TOKEN: string;
  /** Where the outer model answers. */
  readonly OUTER_URL: string;
  readonly OpenCodeRoom: DurableObjectNamespace<OpenCodeRoom>;
};

/** A chat as a host application has it: an outer model with the agent as its one tool. */
export class ChatObject extends DurableObject<Env> {
  #abort = new AbortController();

  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname.endsWith("/abort")) {
      this.#abort.abort();
      return new Response(null, { status: 204 });
    }
    const { form, name, prompt } = await request.json<ChatRequest>();
    this.#abort = new AbortController();
    const outer = createOpenAICompatible({ name: "outer", baseURL: this.env.OUTER_URL, apiKey: "none" });
    const result = streamText({
      model: outer("scripted"),
      prompt,
      tools: { opencode: this.#tool(form, name) },
      stopWhen: isStepCount(5),
      abortSignal: this.#abort.signal,
    });
    return result.toUIMessageStreamResponse();
  }

  #tool(form: ChatRequest["form"], name: string) {
    const { env } = this;
    if (form === "room") return opencodeTask({ room: env.OpenCodeRoom, name });
    const sandbox = (): ReturnType<typeof localSandbox> =>
      localSandbox({ url: env.SANDBOX_URL, token: env.SANDBOX_TOKEN, name });
    return opencodeTask({ sandbox, name, env, storage: this.ctx.storage });
  }
}
