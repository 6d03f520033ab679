import { object, objects, text } from "../opencode/index.ts";
import type { JsonObject } from "../protocol/index.ts";
import { OpenCodeKitError } from "../protocol/index.ts";
import type { OpenCodeApi } from "./createOpenCodeApi.ts";
import type { PromptOrder } from "./PromptOrder.ts";

/** Messages in which a prompt is looked for that may have arrived although its answer was lost. */
const LOOK_BACK = 20;

/** Whether a prompt of the session came after `afterMessageId`; of these words, if given. */
export async function hasPrompt(
  api: OpenCodeApi,
  sessionId: string,
  afterMessageId: string | undefined,
  words?: string,
): Promise<boolean> {
  const { messages } = await api.listMessages(sessionId, { limit: LOOK_BACK });
  return messages.some((message) => {
    const info = object(message, "info");
    const isNewer = text(info, "role") === "user" && (text(info, "id") ?? "") > (afterMessageId ?? "");
    return isNewer && (words === undefined || objects(message, "parts").some((part) => text(part, "text") === words));
  });
}

/** The session to go on in, and its newest message; or a new one. */
export async function openSession(
  api: OpenCodeApi,
  continued: string | undefined,
): Promise<{ readonly sessionId: string; readonly afterMessageId: string | undefined }> {
  if (continued === undefined) return { sessionId: await api.createSession(), afterMessageId: undefined };
  const last = (await api.listMessages(continued, { limit: 1 })).messages.at(-1);
  return { sessionId: continued, afterMessageId: last && text(object(last, "info"), "id") };
}

/** OpenCode takes a prompt for an agent or a model that it does not have, and says nothing more. */
export async function checkChoices(api: OpenCodeApi, { agent, model }: PromptOrder): Promise<void> {
  if (agent !== undefined) {
    const agents = await api.listAgents();
    if (!agents.some((each) => text(each, "name") === agent)) {
      throw new OpenCodeKitError("unknown_agent", `There is no agent "${agent}". Choose one that is listed.`);
    }
  }
  if (model === undefined || toModels(await api.listProviders()).some(({ id }) => id === model)) return;
  throw new OpenCodeKitError("unknown_model", `There is no model "${model}". Choose one that is listed.`);
}

/** Models of `GET /config/providers`, each as `provider/model`. */
export function toModels(
  providers: readonly JsonObject[],
): readonly { readonly id: string; readonly name: string; readonly provider: string }[] {
  return providers.flatMap((provider) => {
    const providerId = text(provider, "id") ?? "";
    const models = object(provider, "models");
    return Object.keys(models).map((modelId) => ({
      id: `${providerId}/${modelId}`,
      name: text(object(models, modelId), "name") ?? modelId,
      provider: text(provider, "name") ?? providerId,
    }));
  });
}

/** The model that a session was last used with, as `provider/model`. Rejects with `unknown_model`. */
export async function modelOfSession(api: OpenCodeApi, sessionId: string): Promise<string> {
  const model = object(await api.getSession(sessionId), "model");
  const [provider, id] = [text(model, "providerID"), text(model, "id")];
  if (provider !== undefined && id !== undefined) return `${provider}/${id}`;
  throw new OpenCodeKitError("unknown_model", "The session has no model yet to summarise with. Send a prompt first.");
}
