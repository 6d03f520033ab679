import type { FlexibleSchema } from "ai";
import { isObject, MAX_PROMPT_CHARS } from "@opencode-kit/client/protocol";

/** What the outer model says to the tool. */
export type OpenCodeTaskInput = {
  readonly prompt: string;
  /** Continue this session of OpenCode's. */
  readonly sessionId?: string;
  /** The file that the task is to produce. */
  readonly outputFile?: string;
};

const PROPERTIES = {
  prompt: {
    type: "string",
    minLength: 1,
    maxLength: MAX_PROMPT_CHARS,
    description:
      "The whole task: what to build or change, with its inputs, the expected result and how to check it. The agent sees nothing else of this conversation.",
  },
  sessionId: {
    type: "string",
    description:
      "Continue this session, as an earlier result named it, with all that its agent knows. Leave out for a new one.",
  },
  outputFile: {
    type: "string",
    description:
      "Path of the file that the person is to download, such as report.pdf. Only where the task is to produce one.",
  },
} as const;

const JSON_SCHEMA = { type: "object", properties: PROPERTIES, required: ["prompt"], additionalProperties: false };

/** A Standard Schema, so that the AI SDK need not be loaded to have one: https://standardschema.dev/json-schema. */
export const TASK_INPUT: FlexibleSchema<OpenCodeTaskInput> = {
  "~standard": {
    version: 1,
    vendor: "opencode-kit",
    validate: (value) => {
      const { prompt, sessionId, outputFile } = isObject(value) ? value : {};
      const problem = problemOf(prompt) ?? notText({ sessionId, outputFile });
      if (problem !== undefined) return { issues: [{ message: problem }] };
      // Models give empty texts for what they leave out.
      return { value: { prompt: prompt as string, ...given({ sessionId, outputFile }) } };
    },
    jsonSchema: { input: () => ({ ...JSON_SCHEMA }), output: () => ({ ...JSON_SCHEMA }) },
  },
};

function problemOf(prompt: unknown): string | undefined {
  if (typeof prompt !== "string" || prompt.trim() === "") return "`prompt` is empty. Say what the agent should do.";
  if (prompt.length <= MAX_PROMPT_CHARS) return undefined;
  return `\`prompt\` has ${prompt.length} characters; the limit is ${MAX_PROMPT_CHARS}.`;
}

function notText(fields: Readonly<Record<string, unknown>>): string | undefined {
  const wrong = Object.entries(fields).find(([, value]) => value != null && typeof value !== "string");
  return wrong && `\`${wrong[0]}\` is not a string.`;
}

function given(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === "string" && value !== ""));
}
