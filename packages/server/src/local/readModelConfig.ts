import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { ModelConfig } from "./ModelConfig.ts";

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * The model that the environment names by `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL`; undefined when none of
 * them is set. A key without an address means OpenAI's own. Throws `bad_request` naming the variable that is wrong.
 */
export function readModelConfig(env: Readonly<Record<string, string | undefined>>): ModelConfig | undefined {
  const url = env["OPENAI_BASE_URL"]?.trim() ?? "";
  const apiKey = env["OPENAI_API_KEY"]?.trim() ?? "";
  const model = env["OPENAI_MODEL"]?.trim() ?? "";
  if (url === "" && apiKey === "" && model === "") return undefined;
  if (url === "" && apiKey === "") {
    throw wrong(
      "OPENAI_API_KEY is not set, though OPENAI_MODEL is: set it, or OPENAI_BASE_URL for an endpoint without a key.",
    );
  }
  const baseUrl = url === "" ? OPENAI_URL : checkUrl(url);
  if (model === "") {
    const set = apiKey === "" ? "OPENAI_BASE_URL" : "OPENAI_API_KEY";
    throw wrong(`OPENAI_MODEL is not set, though ${set} is: set it to the name of the model to use.`);
  }
  if (/[^\x21-\x7e]/.test(apiKey)) {
    throw wrong("OPENAI_API_KEY holds a character that a key cannot have: set it to the key alone, on one line.");
  }
  return { baseUrl, model, ...(apiKey === "" ? {} : { apiKey }) };
}

function checkUrl(value: string): string {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw wrong("OPENAI_BASE_URL is not an http or https address: set it to one such as https://api.openai.com/v1.");
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw wrong("OPENAI_BASE_URL must have no user, query or fragment: set the key by OPENAI_API_KEY.");
  }
  return url.href.replace(/\/+$/, "");
}

function wrong(message: string): OpenCodeKitError {
  return new OpenCodeKitError("bad_request", message);
}
